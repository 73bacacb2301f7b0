// Bytes from a terminal read as keys.
import assert from 'node:assert/strict';
import { PassThrough } from 'node:stream';
import { describe, test } from 'node:test';
import { type Key, readKeys } from '../../../src/terminal/keyboard.ts';
import { eventually } from '../../helpers/choice.ts';

const ESCAPE = '\u001b';

/** Keys that `chunks` are read as, once nothing more comes. */
async function keysOf(chunks: readonly (string | Buffer)[]): Promise<Key[]> {
  const input = new PassThrough();
  const keys: Key[] = [];
  const stop = readKeys(input, (read) => keys.push(...read));
  for (const chunk of chunks) {
    input.write(chunk);
    await new Promise((resolve) => setImmediate(resolve));
  }
  // A lone Esc is one only after nothing followed it.
  if (chunks.at(-1) === ESCAPE) await eventually(() => keys.length > 0, 'a key');
  stop();
  return keys;
}

function describeKey({ name, text, ctrl, alt }: Key): string {
  return `${ctrl ? 'ctrl+' : ''}${alt ? 'alt+' : ''}${name || '-'}${text === '' ? '' : ` "${text}"`}`;
}

describe('readKeys', () => {
  const rocket = Buffer.from('🚀');
  const cases: [what: string, chunks: readonly (string | Buffer)[], keys: readonly string[]][] = [
    ['a letter', ['a'], ['a "a"']],
    ['a capital', ['N'], ['n "N"']],
    ['a sign', ['?'], ['- "?"']],
    ['a space', [' '], ['space " "']],
    ['Enter', ['\r'], ['return']],
    ['Ctrl-J', ['\n'], ['return']],
    ['Alt-Enter', ['\u001b\r'], ['alt+return']],
    ['Esc', [ESCAPE], ['escape']],
    ['Ctrl-C of kitty, with Num Lock too', ['\u001b[99;5u\u001b[99;133:1u'], ['ctrl+c', 'ctrl+c']],
    ['Ctrl-C of modifyOtherKeys', ['\u001b[27;5;99~'], ['ctrl+c']],
    ['other keys of theirs', ['\u001b[99;1u\u001b[99;5:3u\u001b[27;5;100~\u001b[99;6u'], []],
    ['arrows', ['\u001b[A\u001b[B\u001bOC'], ['up', 'down', 'right']],
    ['an arrow in two pieces', [ESCAPE, '[A'], ['up']],
    ['Ctrl-C', ['\u0003'], ['ctrl+c']],
    ['Ctrl-N and Ctrl-P', ['\u000e\u0010'], ['down', 'up']],
    ['Shift-Tab', ['\u001b[Z'], ['backtab']],
    ['Chinese', ['数据'], ['- "数"', '- "据"']],
    ['an emoji in two pieces', [rocket.subarray(0, 2), rocket.subarray(2)], ['- "🚀"']],
    ['a paste', ['\u001b[200~y\rn 数\u001b[201~x'], ['paste "y\rn 数"', 'x "x"']],
  ];
  for (const [what, chunks, keys] of cases) {
    test(`when ${what} comes, then it is ${keys.map((key) => JSON.stringify(key)).join(', ')}`, async () => {
      const read = (await keysOf(chunks)).map(describeKey);
      assert.deepEqual(
        read.map((key) => key.replace(/^undefined/, '-')),
        keys,
      );
    });
  }
});
