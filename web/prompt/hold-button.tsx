// The button that submits a dangerous answer. It must be held until it is full, by pointer or by key.
import { useEffect, useMemo, useRef } from 'preact/hooks';
import type { Draft } from '../../src/core/prompt.ts';
import type { Option } from '../../src/core/spec.ts';
import { strings } from '../i18n/strings.ts';
import { isComposing } from '../shell/composing.ts';
import { useApp } from '../shell/context.ts';
import { SafeText } from '../shell/safe-text.tsx';
import type { AnswerForm } from './answer-form.ts';
import { HoldModel } from './hold.ts';

export interface HoldButtonProps {
  readonly class: string;
  readonly form: AnswerForm;
  readonly disabled?: boolean;
  /** The option that the button submits; without it, the current picks. */
  readonly option?: Option;
}

export function HoldButton({ class: name, form, disabled = false, option }: HoldButtonProps) {
  const { environment } = useApp();
  /** The draft when the hold began. If another surface changes it during the hold, nothing is submitted. */
  const meant = useRef<Draft | null>(null);
  const hold = useMemo(
    () => new HoldModel(environment, () => form.draft.content.peek() === meant.current && form.submit(true)),
    [environment, form],
  );
  useEffect(() => () => hold.release(), [hold]);
  const press = () => {
    if (disabled) return;
    if (option) form.pick(option.value);
    meant.current = form.draft.content.peek();
    if (form.check()) hold.press();
  };
  const isHoldKey = (event: KeyboardEvent) => !isComposing(event) && (event.key === ' ' || event.key === 'Enter');
  return (
    <>
      <button
        type="button"
        class={`button hold ${name} ${hold.holding.value ? 'holding' : ''}`}
        aria-disabled={disabled}
        aria-describedby="hold-hint"
        data-option={option !== undefined}
        data-submit
        data-testid="hold"
        onPointerDown={(event) => {
          if (event.button === 0) press();
        }}
        onPointerUp={() => hold.release()}
        onPointerLeave={() => hold.release()}
        onPointerCancel={() => hold.release()}
        onBlur={() => hold.release()}
        onContextMenu={(event) => event.preventDefault()}
        onKeyDown={(event) => {
          if (!isHoldKey(event)) return;
          event.preventDefault();
          if (!event.repeat) press();
        }}
        onKeyUp={(event) => {
          if (!isHoldKey(event)) return;
          event.preventDefault();
          if (hold.holding.peek()) explain(form, option);
          hold.release();
        }}
        onClick={() => explain(form, option)}
      >
        <SafeText text={option?.label ?? strings.form.hold} />
      </button>
      <span id="hold-hint" class="unseen">
        {strings.form.holdHint}
      </span>
      <span class="unseen" role="status">
        {hold.holding.value ? strings.form.holdOn : ''}
      </span>
    </>
  );
}

/**
 * Handles a plain click, which is not enough: shows what is needed. Picks the option again, since the click may arrive
 * without a press, after another surface picked something else.
 */
function explain(form: AnswerForm, option: Option | undefined): void {
  if (option) form.pick(option.value);
  if (form.check() && form.needsHold.peek()) form.submit();
}
