// The picks and text of a settled prompt that were not sent, shown with a button that copies them.
import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { plainLine } from '../../src/core/visible-text.ts';
import { strings } from '../i18n/strings.ts';
import { useApp } from '../shell/context.ts';
import { SafeText } from '../shell/safe-text.tsx';
import { findKeptWords, type KeptWords as Words } from './find-kept-words.ts';
import type { PromptModel } from './prompt-model.ts';

export function KeptWords() {
  const model = useApp().prompt.value;
  return model && <KeptWordsOf model={model} />;
}

function KeptWordsOf({ model: { view, form, isMine } }: { model: PromptModel }) {
  const box = useRef<HTMLDivElement>(null);
  const copied = useSignal<'no' | 'yes' | 'failed'>('no');
  const words = findKeptWords(view.value, form.draft, isMine.value);
  const isNothing = words === null;
  useEffect(() => {
    if (isNothing) form.draft.release();
  }, [form, isNothing]);
  if (!words) return null;
  const copy = async () => {
    const isDone = await writeClipboard(formatWords(words));
    copied.value = isDone ? 'yes' : 'failed';
    if (isDone) form.draft.release();
    else if (box.current) getSelection()?.selectAllChildren(box.current);
  };
  return (
    <section class="kept-box" data-testid="kept" aria-labelledby="kept-title">
      <div class="kept-head">
        <h2 id="kept-title">{strings.kept.title}</h2>
        <button type="button" class="button small" onClick={() => void copy()}>
          {strings.kept.copy}
        </button>
      </div>
      <div ref={box} class="kept-words">
        {words.picks.length > 0 && (
          <ul class="kept-picks" aria-label={strings.kept.picked}>
            {words.picks.map((label) => (
              <li key={label}>
                <SafeText text={plainLine(label)} />
              </li>
            ))}
          </ul>
        )}
        {words.text.trim() !== '' && (
          <p class="kept-text">
            <SafeText text={words.text} />
          </p>
        )}
        {words.notes.map(({ on, text }) => (
          <p class="kept-text" key={on ?? ''}>
            <span class="hint">{nameNote(on)}</span>
            <br />
            <SafeText text={text} />
          </p>
        ))}
      </div>
      <p class="hint" role="status">
        {copied.value === 'yes' && strings.kept.copied}
        {copied.value === 'failed' && strings.kept.copyFailed}
      </p>
    </section>
  );
}

function nameNote(on: string | null): string {
  return on === null ? strings.record.note : strings.record.noteOn(plainLine(on));
}

/** The text to copy: picks, typed text and notes, separated by blank lines. Each note starts with its name. */
function formatWords({ picks, text, notes }: Words): string {
  const parts = [
    ...(picks.length > 0 ? [picks.join('\n')] : []),
    ...(text.trim() === '' ? [] : [text]),
    ...notes.map((note) => `${nameNote(note.on)}: ${note.text}`),
  ];
  return parts.join('\n\n');
}

async function writeClipboard(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copyAsSelected(text);
  }
}

/** Fallback for browsers that deny access to the Clipboard API. */
function copyAsSelected(text: string): boolean {
  const give = (event: ClipboardEvent) => {
    event.clipboardData?.setData('text/plain', text);
    event.preventDefault();
  };
  document.addEventListener('copy', give);
  const isDone = document.execCommand('copy');
  document.removeEventListener('copy', give);
  return isDone;
}
