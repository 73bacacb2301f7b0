// Notes: one for the whole answer, one per picked option. Each is a small button until it is opened.
import { useSignal } from '@preact/signals';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { noteOf, noteOption } from '../../src/core/picks.ts';
import type { Option } from '../../src/core/spec.ts';
import { plainLine } from '../../src/core/visible-text.ts';
import { strings } from '../i18n/strings.ts';
import type { AnswerForm } from './answer-form.ts';

export function AnswerNote({ form }: { form: AnswerForm }) {
  const note = form.draft.content.value.note ?? '';
  return (
    <Note
      class="answer-note"
      name={strings.form.addNote}
      label={strings.form.note}
      text={note}
      isLocked={form.isLocked.value}
      write={(text) => form.write((draft) => ({ ...draft, note: text }))}
    />
  );
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
  readonly write: (text: string) => void;
}

function Note({ class: kind, name, label, text, isLocked, write }: NoteProps) {
  const opened = useSignal(false);
  const field = useRef<HTMLTextAreaElement>(null);
  // A layout effect, so that the focus moves before the next key: users type right after they open a note.
  useLayoutEffect(() => {
    if (opened.peek()) field.current?.focus();
  }, [opened.value]);
  if (!opened.value && text === '') {
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
      placeholder={strings.form.note}
      value={text}
      onInput={(event) => {
        opened.value = true;
        write(event.currentTarget.value);
      }}
    />
  );
}
