// The tools for picking several options: how many, and all or none.

import { pickMany } from '../../src/core/picks.ts';
import type { MultiSpec, Option } from '../../src/core/spec.ts';
import { more } from '../i18n/more-strings.ts';
import type { AnswerForm } from '../models/answer-form.ts';

export interface MultiToolsProps {
  readonly form: AnswerForm;
  readonly spec: MultiSpec;
  /** The options that one can pick at the moment. */
  readonly among: readonly Option[];
}

export function MultiTools({ form, spec, among }: MultiToolsProps) {
  const { min, max, options } = spec;
  const count = form.picked.value.size;
  const pickAll = (on: boolean) => form.change((draft) => pickMany(draft, among, on));
  return (
    <div class="multi-tools" data-testid="multi-tools">
      <p class="hint">
        {more.form.pickRange(min, max, options.length)}
        {' · '}
        <span role="status" class={count > max ? 'beyond' : undefined} data-testid="picked-count">
          {more.form.picked(count)}
        </span>
      </p>
      {max === options.length && (
        <button type="button" class="button small" onClick={() => pickAll(true)}>
          {more.form.all}
        </button>
      )}
      <button type="button" class="button small" disabled={count === 0} onClick={() => pickAll(false)}>
        {more.form.nothing}
      </button>
    </div>
  );
}
