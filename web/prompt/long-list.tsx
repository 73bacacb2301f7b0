// A long list of options: a filter above it, and rows that are rendered only near the viewport.
import { useComputed, useSignal } from '@preact/signals';
import { useMemo, useRef } from 'preact/hooks';
import { indexOptions, matchOptions } from '../../src/core/option-filter.ts';
import type { Option } from '../../src/core/spec.ts';
import { strings } from '../i18n/strings.ts';
import { isComposing } from '../shell/composing.ts';
import { SafeText } from '../shell/safe-text.tsx';
import { useFirstFocus } from './first-focus.ts';
import { MultiTools } from './multi-tools.tsx';
import type { ChoicesProps } from './option-row.tsx';
import { cutIntoGroups, RowGroup } from './row-group.tsx';

/** How many picks that are out of view are named; the others are only counted. */
const NAMED = 5;

export function LongList({ form, spec }: ChoicesProps) {
  const { options } = spec;
  const query = useSignal('');
  const list = useRef<HTMLDivElement>(null);
  const field = useRef<HTMLInputElement>(null);
  useFirstFocus(field);
  const index = useMemo(() => indexOptions(options), [options]);
  const matches = useComputed(() => matchOptions(index, query.value)).value;
  const isFiltered = query.value.trim() !== '';
  const search = (text: string) => {
    query.value = text;
    // Scrolls back to the top of the list: further down, the first match would be out of view.
    if ((list.current?.getBoundingClientRect().top ?? 0) < 0) list.current?.scrollIntoView({ block: 'start' });
  };
  /** Picks the first match, which is highlighted for Enter, and focuses it. Another Enter, on the option, submits. */
  const takeBest = () => {
    const option = matches[0] && options[matches[0].position];
    if (option && !form.picked.peek().has(option.value)) form.pick(option.value);
    if (option) focusFirst();
  };
  const act = (event: KeyboardEvent) => {
    if (isComposing(event)) {
      // Browsers clear a search field on Escape.
      if (event.key === 'Escape') event.preventDefault();
      return;
    }
    if (event.ctrlKey || event.metaKey) return;
    if (event.key === 'Enter' && isFiltered) takeBest();
    else if (event.key === 'ArrowDown') focusFirst();
    else if (event.key === 'Escape' && query.value !== '') search('');
    else return;
    event.preventDefault();
  };
  const among = useMemo(() => matches.flatMap(({ position }) => options[position] ?? []), [matches, options]);
  const groups = useMemo(() => cutIntoGroups(matches), [matches]);
  return (
    <div ref={list} class="long-list">
      <div class="filter">
        <input
          ref={field}
          type="search"
          dir="auto"
          autocomplete="off"
          spellcheck={false}
          data-filter
          data-typing
          data-testid="filter"
          aria-label={strings.list.filter}
          placeholder={strings.list.filterHint}
          value={query.value}
          onInput={(event) => search(event.currentTarget.value)}
          onKeyDown={act}
        />
        <p class="hint" role="status" data-testid="match-count">
          {strings.list.matches(matches.length, options.length)}
        </p>
        <PickedElsewhere form={form} spec={spec} shown={among} />
      </div>
      {spec.kind === 'multi' && <MultiTools form={form} spec={spec} among={among} />}
      {matches.length === 0 && <p class="hint">{strings.list.noMatch}</p>}
      <div class={`options ${isFiltered ? 'filtered' : ''}`} data-testid="options">
        {groups.map((group, index) => (
          <RowGroup key={group[0]?.position} form={form} spec={spec} matches={group} isFirst={index === 0} />
        ))}
      </div>
    </div>
  );
}

function focusFirst(): void {
  document.querySelector<HTMLElement>('.options [data-option]')?.focus();
}

/** Lists picks that are out of view, so that none is submitted by accident. */
function PickedElsewhere({ form, spec, shown }: ChoicesProps & { shown: readonly Option[] }) {
  const picked = form.picked.value;
  if (picked.size === 0) return null;
  // The single pick of a select may be anywhere in the list, so it is always named.
  const visible = new Set(spec.kind === 'multi' ? shown : []);
  const hidden = spec.options.filter((option) => picked.has(option.value) && !visible.has(option));
  if (hidden.length === 0) return null;
  return (
    <p class="hint picked-elsewhere" data-testid="picked-elsewhere">
      {spec.kind === 'multi' ? strings.list.alsoPicked : strings.list.picked}{' '}
      {hidden.slice(0, NAMED).map(({ value, label }) => (
        <span key={value} class="badge">
          <SafeText text={label} />
        </span>
      ))}
      {hidden.length > NAMED && strings.list.more(hidden.length - NAMED)}
    </p>
  );
}
