// The text field of an input: one line or several, with a character count and what is wrong with the text.
import { useEffect, useRef } from 'preact/hooks';
import { MAX_TEXT_LENGTH } from '../../src/core/limits.ts';
import type { InputSpec } from '../../src/core/spec.ts';
import { strings } from '../i18n/strings.ts';
import { SafeText } from '../shell/safe-text.tsx';
import { AnswerNotice, isAtField } from './answer-notice.tsx';
import { useFirstFocus } from './first-focus.ts';
import type { PromptModel } from './prompt-model.ts';

/** Without a limit set by the asker, the count is shown only when fewer characters than this are left. */
const SCARCE = 200;

export function TextAnswer({ model, spec }: { model: PromptModel; spec: InputSpec }) {
  const { form } = model;
  const field = useRef<HTMLInputElement & HTMLTextAreaElement>(null);
  useFirstFocus(field);
  const text = form.draft.content.value.text ?? '';
  const length = [...text].length;
  const isShown = spec.max_length < MAX_TEXT_LENGTH || spec.min_length > 1 || spec.max_length - length < SCARCE;
  const isWrong = isAtField(model.notice.value, spec);
  // The portal may have refused the text while the focus was on a button.
  useEffect(() => {
    if (isWrong) field.current?.focus();
  }, [isWrong]);
  const common = {
    ref: field,
    'data-option': true,
    'data-typing': true,
    'aria-labelledby': 'question',
    'aria-describedby': 'text-problem text-length',
    'aria-invalid': isWrong || length > spec.max_length,
    dir: 'auto',
    autocomplete: 'off',
    placeholder: spec.placeholder ?? '',
    value: text,
    readOnly: form.isLocked.value,
  } as const;
  const write = (typed: string) => form.write((draft) => ({ ...draft, text: typed }));
  return (
    <div class="text-answer">
      {spec.multiline ? (
        <textarea {...common} rows={4} onInput={(event) => write(event.currentTarget.value)} />
      ) : (
        <input {...common} type="text" onInput={(event) => write(event.currentTarget.value)} />
      )}
      <p id="text-problem" class="notice" role="alert" data-testid="text-problem">
        {isWrong && <AnswerNotice model={model} spec={spec} />}
      </p>
      <p id="text-length" class={`hint ${length > spec.max_length ? 'beyond' : ''}`} data-testid="text-length">
        {isShown && strings.form.length(length, spec.min_length, spec.max_length)}
      </p>
      {spec.fallback !== undefined && <Fallback text={spec.fallback} />}
    </div>
  );
}

function Fallback({ text }: { text: string }) {
  return (
    <p class="hint">
      {strings.form.fallbackText} <SafeText text={text} />
    </p>
  );
}
