// Plain characters where a terminal may have no others.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { displayWidth } from '../../../src/core/width.ts';
import { needsPlainCharacters, withPlainCharacters } from '../../../src/terminal/plain-characters.ts';

describe('plain characters', () => {
  const cases: [what: string, env: NodeJS.ProcessEnv, expected: boolean][] = [
    ['the locale is C', { LC_ALL: 'C', LANG: 'en_US.UTF-8' }, true],
    ['the locale is POSIX', { LANG: 'POSIX' }, true],
    ['the locale is Latin-1', { LANG: 'de_DE.ISO-8859-1' }, true],
    ['the characters are Latin-1', { LC_CTYPE: 'de_DE@euro', LANG: 'de_DE.UTF-8' }, true],
    ['it is the Linux console', { TERM: 'linux', LANG: 'de_DE.UTF-8' }, true],
    ['the locale is UTF-8', { LC_ALL: '', LANG: 'de_DE.utf8' }, false],
    ['the locale is C in UTF-8', { LC_ALL: 'C.UTF-8' }, false],
    ['no locale is named', { TERM: 'xterm' }, false],
  ];
  for (const [what, env, expected] of cases) {
    test(`when ${what}, then they are ${expected ? '' : 'not '}used`, () =>
      assert.equal(needsPlainCharacters(env), expected));
  }

  test('when they are used, then nothing moves and the text of others stays', () => {
    const line = '❯ 1 ● naïve 数据 — hint…  ↑↓ pick · Enter';
    assert.equal(withPlainCharacters(line), '> 1 * naïve 数据 - hint.  ^v pick | Enter');
    assert.equal(displayWidth(withPlainCharacters(line)), displayWidth(line));
  });
});
