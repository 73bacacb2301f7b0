// What is typed at a terminal, as keys. Node reads the escape sequences; a paste becomes one key with all its text.
import { emitKeypressEvents, type Interface } from 'node:readline';

export interface Key {
  /** `up`, `return`, `escape`, `paste`, a letter in lower case, …; empty where a key has no name. */
  readonly name: string;
  /** What it writes; empty for keys that write nothing. */
  readonly text: string;
  readonly ctrl: boolean;
  readonly alt: boolean;
}

/** A key as `node:readline` tells it. */
interface Keypress {
  readonly name?: string | undefined;
  readonly ctrl?: boolean | undefined;
  readonly meta?: boolean | undefined;
  readonly shift?: boolean | undefined;
}

/** How long after Esc the rest of a longer sequence may come, over a slow line: ms. */
const ESCAPE_TIME = 80;

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what it looks for
const CONTROL = /[\u0000-\u001f\u007f-\u009f]/;

/** Calls `onKey` for every key on `input`, which must be in raw mode. Gives the way to stop. */
export function readKeys(input: NodeJS.ReadableStream, onKey: (key: Key) => void): () => void {
  // The only field of an interface that is read; a whole one would take over the terminal.
  emitKeypressEvents(input, { escapeCodeTimeout: ESCAPE_TIME } as unknown as Interface);
  let pasted: string | null = null;
  const onKeypress = (text: string | undefined, keypress: Keypress) => {
    if (keypress.name === 'paste-start') {
      pasted = '';
    } else if (keypress.name === 'paste-end') {
      onKey({ name: 'paste', text: pasted ?? '', ctrl: false, alt: false });
      pasted = null;
    } else if (pasted === null) {
      onKey(toKey(text, keypress));
    } else {
      pasted += text ?? '';
    }
  };
  input.on('keypress', onKeypress);
  return () => input.off('keypress', onKeypress);
}

/** The keys of Emacs for moving, as the arrows they stand for. */
const ALIASES: Readonly<Record<string, string>> = { n: 'down', p: 'up', b: 'left', f: 'right', a: 'home', e: 'end' };

function toKey(text: string | undefined, { name = '', ctrl = false, meta = false, shift = false }: Keypress): Key {
  const alias = ctrl && !meta ? ALIASES[name] : undefined;
  if (alias !== undefined) return { name: alias, text: '', ctrl: false, alt: false };
  const writes = !ctrl && !meta && text !== undefined && !CONTROL.test(text);
  // Ctrl-J is a line feed.
  const plain = name === 'enter' ? 'return' : name;
  return {
    name: shift && plain === 'tab' ? 'backtab' : plain,
    text: writes ? text : '',
    ctrl,
    alt: meta && name !== 'escape',
  };
}
