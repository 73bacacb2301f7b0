// The tools for picking several options: a count, and buttons to pick all or none.

import { pickMany } from '../../src/core/picks.ts';
import type { MultiSpec, Option } from '../../src/core/spec.ts';
import { strings } from '../i18n/strings.ts';
import type { AnswerForm } from './answer-form.ts';

export interface MultiToolsProps {
  readonly form: AnswerForm;
  readonly spec: MultiSpec;
  /** The options that are currently shown. */
  readonly among: readonly Option[];
}

export function MultiTools({ form, spec, among }: MultiToolsProps) {
  const { min, max, options } = spec;
  const picked = form.picked.value;
  const count = picked.size;
  const hidden = count - among.filter(({ value }) => picked.has(value)).length;
  const isPart = among.length < options.length;
  return (
    <div class="multi-tools" data-testid="multi-tools">
      <p class="hint">
        {strings.form.pickRange(min, max, options.length)}
        {' · '}
        <span role="status" class={count > max ? 'beyond' : undefined} data-testid="picked-count">
          {strings.form.picked(count, hidden)}
        </span>
      </p>
      {max === options.length && (
        <button type="button" class="button small" onClick={() => form.change((draft) => pickMany(draft, among, true))}>
          {isPart ? strings.form.allShown(among.length) : strings.form.all}
        </button>
      )}
      <button type="button" class="button small" aria-disabled={count === 0} onClick={() => form.clearPicks()}>
        {strings.form.clear(count)}
      </button>
    </div>
  );
}
