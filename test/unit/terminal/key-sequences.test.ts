// Bytes of a terminal cut into keys and sequences: whole ones only, wherever a read ended.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { ESCAPE_WAIT_MS, SEQUENCE_WAIT_MS, SequenceReader, type Token } from '../../../src/terminal/key-sequences.ts';

const ESC = '\u001b';

/** What programs of before asked the terminal for, or switched on: none of it is a key. */
const REPLIES: Readonly<Record<string, string>> = {
  'a background colour (BEL)': `${ESC}]11;rgb:1e1e/1e1e/1e1e\u0007`,
  'a background colour (ST)': `${ESC}]11;rgb:1e1e/1e1e/1e1e${ESC}\\`,
  'a clipboard': `${ESC}]52;c;aGVsbG8=${ESC}\\`,
  'a DCS reply': `${ESC}P1+r436f=38${ESC}\\`,
  'the version of a terminal': `${ESC}P>|XTerm(390)${ESC}\\`,
  'an APC reply of a picture': `${ESC}_Gi=31;OK${ESC}\\`,
  'a privacy message': `${ESC}^y${ESC}\\`,
  'a start of string': `${ESC}Xyes${ESC}\\`,
  'a mouse (SGR)': `${ESC}[<35;2;3M`,
  'a released mouse (SGR)': `${ESC}[<0;2;3m`,
  'a mouse (X10)': `${ESC}[M #$`,
  'a mouse (urxvt)': `${ESC}[32;2;3M`,
  'the focus': `${ESC}[I`,
  'the focus that left': `${ESC}[O`,
  'a key of CSI u': `${ESC}[97;5u`,
  modifyOtherKeys: `${ESC}[27;5;99~`,
  'the place of the cursor': `${ESC}[12;40R`,
  'device attributes': `${ESC}[?64;1;2;6;22c`,
  'a mode report': `${ESC}[?2026;2$y`,
  'the size': `${ESC}[8;24;80t`,
  F1: `${ESC}OP`,
  'F1 of the Linux console': `${ESC}[[A`,
  'an unknown number': `${ESC}[99~`,
};

function show(tokens: readonly Token[]): string[] {
  return tokens.map((token) => {
    if (token.type === 'escape') return 'ESC';
    const alt = 'alt' in token && token.alt ? 'alt+' : '';
    return `${alt}${token.type}:${token.type === 'sequence' ? token.body : token.text}`;
  });
}

/** Reads `chunks`, and nothing more. */
function readAll(chunks: readonly string[]): string[] {
  const reader = new SequenceReader();
  const tokens = chunks.flatMap((chunk) => reader.read(chunk));
  return show([...tokens, ...(reader.wait === null ? [] : reader.finish())]);
}

const characters = (tokens: readonly string[]) => tokens.filter((token) => !token.startsWith('sequence:'));

describe('SequenceReader', () => {
  for (const [what, reply] of Object.entries(REPLIES)) {
    test(`when ${what} comes in any pieces, then none of it is typed`, () => {
      for (let cut = 1; cut < reply.length; cut += 1) {
        assert.deepEqual(characters(readAll([reply.slice(0, cut), `${reply.slice(cut)}a`])), ['character:a']);
      }
      assert.deepEqual(characters(readAll([...reply, 'a'])), ['character:a']);
    });
  }

  test('when anything is cut anywhere, then the same is read', () => {
    const pieces = [
      ...Object.values(REPLIES),
      'a',
      '\r',
      '数',
      '🚀',
      ESC,
      `${ESC}a`,
      `${ESC}[A`,
      `${ESC}[200~y\r${ESC}[201~`,
    ];
    const input = fc.array(fc.constantFrom(...pieces), { maxLength: 6 }).map((all) => all.join(''));
    fc.assert(
      fc.property(input, fc.array(fc.nat(40)), (text, cuts) => {
        const places = [...new Set(cuts)].filter((cut) => cut > 0 && cut < text.length).sort((a, b) => a - b);
        // Not inside of a character: those the decoder keeps together.
        const whole = places.filter((cut) => !/[\udc00-\udfff]/.test(text[cut] ?? ''));
        const chunks = [0, ...whole].map((from, index) => text.slice(from, whole[index]));
        assert.deepEqual(readAll(chunks), readAll([text]));
      }),
    );
  });

  for (const [what, begun] of [
    ['a string', `${ESC}]11;rgb:1e`],
    ['a string at its last character', `${ESC}P1+r${ESC}`],
    ['a sequence', `${ESC}[<35;`],
    ['a mouse', `${ESC}[M`],
    ['a key of the Linux console', `${ESC}[[`],
    ['a paste', `${ESC}[200~drop `],
  ] as const) {
    test(`when ${what} has no end, then Ctrl-C is still a key`, () => {
      const reader = new SequenceReader();
      assert.deepEqual(reader.read(begun), []);
      assert.ok(show(reader.read('\u0003')).at(-1)?.endsWith('character:\u0003'));
      assert.deepEqual(show(reader.read('a')), ['character:a']);
    });
  }

  test('when a string or a sequence has no end, then it is given up after a while', () => {
    for (const begun of [`${ESC}]11;rgb:1e`, `${ESC}[<35;`, `${ESC}[`, `${ESC}]`, `${ESC}O`]) {
      const reader = new SequenceReader();
      reader.read(begun);
      assert.equal(reader.wait, SEQUENCE_WAIT_MS);
      assert.deepEqual(
        [...reader.finish(), ...reader.read('a')].map(({ type }) => type),
        ['character'],
      );
    }
  });

  test('when nothing follows Esc, then it is a key', () => {
    const reader = new SequenceReader();
    assert.deepEqual([reader.read(ESC), reader.wait], [[], ESCAPE_WAIT_MS]);
    assert.deepEqual(show(reader.finish()), ['ESC']);
    assert.equal(reader.wait, null);
  });

  test('when a paste comes with a Ctrl-C in it, then it is one paste', () => {
    assert.deepEqual(readAll([`${ESC}[200~a\u0003b${ESC}[201~`]), ['paste:a\u0003b']);
  });

  test('when a paste comes in two reads, then it may stay unfinished for as long as it takes', () => {
    const reader = new SequenceReader();
    assert.deepEqual([reader.read(`${ESC}[200~one\r`), reader.wait], [[], null]);
    assert.deepEqual(show(reader.read(`two${ESC}[201~`)), ['paste:one\rtwo']);
  });

  test('when a sequence grows without an end, then only its beginning is kept', () => {
    const reader = new SequenceReader();
    reader.read(`${ESC}[`);
    for (let chunk = 0; chunk < 100; chunk += 1) assert.deepEqual(reader.read('1;'.repeat(100)), []);
    assert.deepEqual(show(reader.read('ma')).at(-1), 'character:a');
  });
});
