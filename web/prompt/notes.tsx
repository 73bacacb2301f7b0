// Notes: one for the whole answer, one per picked option. Each is a small button until it is opened.
import { useSignal } from '@preact/signals';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { needsNote } from '../../src/core/answer.ts';
import { noteOf, noteOption } from '../../src/core/picks.ts';
import type { Option, PromptSpec } from '../../src/core/spec.ts';
import { plainLine } from '../../src/core/visible-text.ts';
import { strings } from '../i18n/strings.ts';
import { SafeText } from '../shell/safe-text.tsx';
import type { AnswerForm } from './answer-form.ts';
import type { Notice, PromptModel } from './prompt-model.ts';

/** The note on the whole answer; while a cancellation can be undone, the reason for it. */
export function AnswerNote({ model, spec }: { model: PromptModel; spec: PromptSpec }) {
  const { form, notice, delayedCancel } = model;
  const { note = '', values } = form.draft.content.value;
  const isReason = delayedCancel.seconds.value !== null;
  const isNeeded = !isReason && needsNote(spec, values);
  const { addNote, note: plain, noteNeeded, reason } = strings.form;
  return (
    <>
      <Note
        class="answer-note"
        name={addNote}
        label={isReason ? reason : isNeeded ? noteNeeded : plain}
        text={note}
        isLocked={form.isLocked.value}
        isShown={isReason || isNeeded}
        isNeeded={isNeeded}
        missing={notice.value?.reason === 'note_missing' ? notice.value : null}
        write={(text) => model.writeNote(text)}
      />
      {spec.note === 'for-no' && !isNeeded && !isReason && (
        <p class="hint">
          <SafeText text={strings.form.noteRule(labelOfNo(spec))} />
        </p>
      )}
    </>
  );
}

function labelOfNo({ options }: PromptSpec): string {
  return plainLine(options.find(({ value }) => value === 'no')?.label ?? '');
}

export function OptionNote({ form, option }: { form: AnswerForm; option: Option }) {
  return (
    <Note
      class="option-note"
      name={strings.form.optionNote}
      label={strings.form.noteOn(plainLine(option.label))}
      text={noteOf(form.draft.content.value, option.value)}
      isLocked={form.isLocked.value}
      write={(text) => form.write((draft) => noteOption(draft, option.value, text))}
    />
  );
}

interface NoteProps {
  readonly class: string;
  /** Text of the button. */
  readonly name: string;
  readonly label: string;
  readonly text: string;
  readonly isLocked: boolean;
  /** Shown as a field, even while it is empty. */
  readonly isShown?: boolean;
  readonly isNeeded?: boolean;
  /** The notice that this note is missing: each new one moves the focus here. */
  readonly missing?: Notice | null;
  readonly write: (text: string) => void;
}

function Note(props: NoteProps) {
  const { class: kind, name, label, text, isLocked, isShown = false, isNeeded = false, missing = null, write } = props;
  const opened = useSignal(false);
  const field = useRef<HTMLTextAreaElement>(null);
  // A layout effect, so that the focus moves before the next key: users type right after they open a note.
  useLayoutEffect(() => {
    if (opened.peek()) field.current?.focus();
  }, [opened.value]);
  useLayoutEffect(() => {
    if (missing) field.current?.focus();
  }, [missing]);
  if (!opened.value && !isShown && text === '') {
    return (
      <button
        type="button"
        class={`button quiet ${kind}`}
        aria-label={label.toLowerCase().includes(name.toLowerCase()) ? label : name}
        aria-expanded={false}
        onClick={() => {
          opened.value = true;
        }}
      >
        {name}
      </button>
    );
  }
  return (
    <textarea
      ref={field}
      class={kind}
      rows={1}
      dir="auto"
      readOnly={isLocked}
      aria-label={label}
      aria-required={isNeeded}
      aria-invalid={missing !== null}
      placeholder={label}
      value={text}
      onInput={(event) => {
        opened.value = true;
        write(event.currentTarget.value);
      }}
    />
  );
}
