// A list too long to take in at a glance: a filter above it, and rows that are there only while they are near.
import { useComputed, useSignal } from '@preact/signals';
import { useMemo, useRef } from 'preact/hooks';
import { indexOptions, matchOptions } from '../../src/core/option-filter.ts';
import type { ChoicesProps } from '../components/choices.tsx';
import { SafeText } from '../components/safe-text.tsx';
import { more } from '../i18n/more-strings.ts';
import css from './long-list.css' with { type: 'text' };
import { MultiTools } from './multi-tools.tsx';
import { adoptStyles } from './part.ts';
import { cutIntoGroups, RowGroup } from './row-group.tsx';

adoptStyles(css);

/** Picked options out of sight that are named one by one. */
const NAMED = 5;

export function LongList({ form, spec }: ChoicesProps) {
  const { options } = spec;
  const query = useSignal('');
  const list = useRef<HTMLDivElement>(null);
  const index = useMemo(() => indexOptions(options), [options]);
  const matches = useComputed(() => matchOptions(index, query.value)).value;
  const search = (text: string) => {
    query.value = text;
    // Far down a long list the first match would be out of sight.
    if ((list.current?.getBoundingClientRect().top ?? 0) < 0) list.current?.scrollIntoView({ block: 'start' });
  };
  const takeOnlyMatch = () => {
    const [only, ...others] = matches;
    const option = only === undefined || others.length > 0 ? undefined : options[only];
    if (option && !form.picked.peek().has(option.value)) form.pick(option.value);
    if (option) document.querySelector<HTMLElement>('.options [data-option]')?.focus();
  };
  const among = useMemo(() => matches.flatMap((position) => options[position] ?? []), [matches, options]);
  const groups = useMemo(() => cutIntoGroups(matches), [matches]);
  return (
    <div ref={list} class="long-list">
      <div class="filter">
        <input
          type="search"
          autocomplete="off"
          spellcheck={false}
          data-filter
          data-testid="filter"
          aria-label={more.list.filter}
          placeholder={more.list.filterHint}
          value={query.value}
          onInput={(event) => search(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key === 'Enter' && !event.ctrlKey && !event.metaKey) {
              event.preventDefault();
              takeOnlyMatch();
            } else if (event.key === 'ArrowDown') {
              event.preventDefault();
              document.querySelector<HTMLElement>('.options [data-option]')?.focus();
            } else if (event.key === 'Escape' && query.value !== '') {
              event.preventDefault();
              search('');
            }
          }}
        />
        <p class="hint" role="status" data-testid="match-count">
          {more.list.matches(matches.length, options.length)}
        </p>
      </div>
      {spec.kind === 'multi' && <MultiTools form={form} spec={spec} among={among} />}
      <PickedElsewhere form={form} spec={spec} shown={matches} />
      {matches.length === 0 && <p class="hint">{more.list.noMatch}</p>}
      <div class="options" data-testid="options">
        {groups.map((positions, index) => (
          <RowGroup key={positions[0]} form={form} spec={spec} positions={positions} isFirst={index === 0} />
        ))}
      </div>
    </div>
  );
}

/** What is picked but filtered away, so that nobody submits what they forgot. */
function PickedElsewhere({ form, spec, shown }: ChoicesProps & { shown: readonly number[] }) {
  const picked = form.picked.value;
  if (shown.length === spec.options.length || picked.size === 0) return null;
  const visible = new Set(shown.map((position) => spec.options[position]?.value));
  const hidden = spec.options.filter(({ value }) => picked.has(value) && !visible.has(value));
  if (hidden.length === 0) return null;
  return (
    <p class="hint picked-elsewhere" data-testid="picked-elsewhere">
      {more.list.alsoPicked}{' '}
      {hidden.slice(0, NAMED).map(({ value, label }) => (
        <span key={value} class="badge">
          <SafeText text={label} />
        </span>
      ))}
      {hidden.length > NAMED && more.list.more(hidden.length - NAMED)}
    </p>
  );
}
