// Decodes terminal input into keys. A paste is one key with all its text; unknown sequences are dropped.
import { StringDecoder } from 'node:string_decoder';
import { SequenceReader, type Token } from './key-sequences.ts';

export interface Key {
  /** `up`, `return`, `escape`, `paste`, a letter in lower case, …; empty if the key has no name. */
  readonly name: string;
  /** The text it inserts; empty for keys that insert none. */
  readonly text: string;
  readonly ctrl: boolean;
  readonly alt: boolean;
}

/** Calls `onKeys` with the keys of each read of `input`, which must be in raw mode. Returns an unsubscribe function. */
export function readKeys(input: NodeJS.ReadableStream, onKeys: (keys: readonly Key[]) => void): () => void {
  const decoder = new StringDecoder('utf8');
  const reader = new SequenceReader();
  let timer: NodeJS.Timeout | null = null;
  const tell = (tokens: readonly Token[]) => {
    const keys = tokens.flatMap((token) => toKey(token) ?? []);
    if (keys.length > 0) onKeys(keys);
  };
  const onData = (chunk: Buffer | string) => {
    if (timer) clearTimeout(timer);
    const tokens = reader.read(typeof chunk === 'string' ? chunk : decoder.write(chunk));
    timer = reader.wait === null ? null : setTimeout(finish, reader.wait);
    tell(tokens);
  };
  const finish = () => {
    const waiting = timer;
    // After a stall, the rest may already be buffered: let the event loop read it first.
    setImmediate(() => {
      if (timer === waiting && timer !== null) tell(reader.finish());
    });
  };
  input.on('data', onData);
  return () => {
    input.off('data', onData);
    if (timer) clearTimeout(timer);
    timer = null;
  };
}

function toKey(token: Token): Key | null {
  switch (token.type) {
    case 'escape':
      return named('escape');
    case 'paste':
      return { ...named('paste'), text: token.text };
    case 'sequence':
      return sequenceKey(token.body, token.alt);
    case 'character':
      return characterKey(token.text, token.alt);
    default:
      return token satisfies never;
  }
}

function named(name: string, ctrl = false, alt = false): Key {
  return { name, text: '', ctrl, alt };
}

const FINAL_NAMES: Readonly<Record<string, string>> = {
  A: 'up',
  B: 'down',
  C: 'right',
  D: 'left',
  F: 'end',
  H: 'home',
  M: 'return',
  Z: 'backtab',
};
const NUMBERED_NAMES: Readonly<Record<string, string>> = {
  1: 'home',
  3: 'delete',
  4: 'end',
  5: 'pageup',
  6: 'pagedown',
  7: 'home',
  8: 'end',
};

/** Ctrl-C as sent by kitty and by xterm's modifyOtherKeys, modes that a crashed program may have left enabled. */
const ENCODED_CTRL_C = /^\[(?:99(?::\d*)*;(\d+)(?::1)?u|27;(\d+);99~)$/;

/** Decodes keys of xterm, rxvt and the Linux console; null for anything else. */
function sequenceKey(body: string, isAlt: boolean): Key | null {
  const [, kitty, xterm = kitty] = ENCODED_CTRL_C.exec(body) ?? [];
  // Ctrl must be the only modifier; lock keys are ignored.
  if (xterm !== undefined && ((Number(xterm) - 1) & 0b111) === 0b100) return named('c', true);
  // `number` is the key, or 1 before a letter; `modifiers` is a bit mask plus 1.
  const [, kind, number = '', modifiers = '1', final = ''] = /^([[O])(\d*)(?:;(\d+))?([A-Za-z~])$/.exec(body) ?? [];
  if (kind === undefined) return null;
  const isLetter = final !== '~';
  // `[M` is a mouse report, `OM` is keypad Enter; `[12;40R` is a cursor position report, not a key.
  if (isLetter && ((kind === '[' && final === 'M') || (number !== '' && number !== '1'))) return null;
  const name = isLetter ? FINAL_NAMES[final] : NUMBERED_NAMES[number];
  if (name === undefined) return null;
  const bits = Number(modifiers) - 1;
  return named(name, (bits & 4) !== 0, isAlt || (bits & 2) !== 0);
}

const CONTROL_NAMES: Readonly<Record<string, string>> = {
  '\b': 'backspace',
  '\t': 'tab',
  // Ctrl-J is a line feed.
  '\n': 'return',
  '\r': 'return',
  '\u007f': 'backspace',
};
/** Emacs movement keys, mapped to the corresponding cursor keys. */
const ALIASES: Readonly<Record<string, string>> = { n: 'down', p: 'up', b: 'left', f: 'right', a: 'home', e: 'end' };

function characterKey(text: string, alt: boolean): Key | null {
  const control = CONTROL_NAMES[text];
  if (control !== undefined) return named(control, false, alt);
  const code = text.codePointAt(0) ?? 0;
  if (code >= 1 && code <= 26) {
    const letter = String.fromCharCode(code + 96);
    const alias = alt ? undefined : ALIASES[letter];
    return alias === undefined ? named(letter, true, alt) : named(alias);
  }
  if (code < 32 || (code > 126 && code < 160)) return null;
  const name = text === ' ' ? 'space' : /^[0-9A-Za-z]$/.test(text) ? text.toLowerCase() : '';
  return { name, text: alt ? '' : text, ctrl: false, alt };
}
