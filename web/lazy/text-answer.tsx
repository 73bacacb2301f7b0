// An input: one line or several, and how many characters may follow.
import { MAX_TEXT_LENGTH } from '../../src/core/limits.ts';
import type { InputSpec } from '../../src/core/spec.ts';
import { SafeText } from '../components/safe-text.tsx';
import { more } from '../i18n/more-strings.ts';
import type { AnswerForm } from '../models/answer-form.ts';

/** Without a limit of the asker's own, what is left is told only when it gets scarce. */
const SCARCE = 200;

export function TextAnswer({ form, spec }: { form: AnswerForm; spec: InputSpec }) {
  const text = form.draft.content.value.text ?? '';
  const length = [...text].length;
  const isTold = spec.max_length < MAX_TEXT_LENGTH || spec.min_length > 1 || spec.max_length - length < SCARCE;
  const common = {
    'data-option': true,
    'aria-labelledby': 'question',
    'aria-describedby': 'notice text-length',
    'aria-invalid': length > spec.max_length,
    autocomplete: 'off',
    placeholder: spec.placeholder ?? '',
    value: text,
  } as const;
  const write = (typed: string) => form.change((draft) => ({ ...draft, text: typed }));
  return (
    <div class="text-answer">
      {spec.multiline ? (
        <textarea {...common} rows={4} onInput={(event) => write(event.currentTarget.value)} />
      ) : (
        <input {...common} type="text" onInput={(event) => write(event.currentTarget.value)} />
      )}
      <p id="text-length" class={`hint ${length > spec.max_length ? 'beyond' : ''}`} data-testid="text-length">
        {isTold && more.form.length(length, spec.min_length, spec.max_length)}
      </p>
      {spec.fallback !== undefined && <Fallback text={spec.fallback} />}
    </div>
  );
}

function Fallback({ text }: { text: string }) {
  return (
    <p class="hint">
      {more.form.fallbackText} <SafeText text={text} />
    </p>
  );
}
