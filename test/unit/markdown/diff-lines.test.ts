// The lines of a diff: a change is never shown as anything else.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { readDiff } from '../../../src/markdown/diff-lines.ts';

const SIGNS = { added: '+', removed: '-', place: '@', same: ' ' } as const;

/** One sign for each line: `@` for heads. */
function signs(...lines: readonly string[]): string {
  return readDiff(lines.join('\n'))
    .map(({ kind }) => SIGNS[kind])
    .join('');
}

const HEAD = ['diff --git a/x b/x', 'index 1..2 100644', '--- a/x', '+++ b/x'];

describe('readDiff', () => {
  const cases: [what: string, lines: readonly string[], expected: string][] = [
    ['a whole diff', [...HEAD, '@@ -1,2 +1,2 @@ f()', ' a', '-b', '+c'], '@@@@@ -+'],
    [
      'a removed line that looks like a head',
      [...HEAD, '@@ -1,2 +1 @@', '--- DELETE guard: keep this', ' a'],
      '@@@@@- ',
    ],
    ['an added line that looks like a head', ['@@ -1 +1,2 @@', ' a', '+++ b/x'], '@ +'],
    ['both, and a hunk after them', ['@@ -1,2 +1,2 @@', '--- guard', '+++ none', ' a', '@@ -9 +9 @@', ' b'], '@-+ @ '],
    ['a look-alike behind what the head promised', ['@@ -1 +1 @@', ' a', '--- guard: keep this', ' b'], '@ - '],
    ['a look-alike before any hunk', ['--- guard: keep this', '-more'], '--'],
    ['a hunk without numbers', ['@@ x', ' a', '-b', '+c', '+++ d', '--- e'], '@ -++-'],
    [
      'two files',
      ['--- a/x', '+++ b/x', '@@ -1 +1 @@', '-a', '+b', '--- a/y', '+++ b/y', '@@ -1 +0,0 @@', '-c'],
      '@@@-+@@@-',
    ],
    [
      'a head that promises too much',
      ['@@ -1,90 +1,90 @@', '-a', 'diff --git a/y b/y', '--- a/y', '+++ b/y', '@@ -1 +1 @@'],
      '@-@@@@',
    ],
    ['no newline at the end', ['@@ -1 +1 @@', '-a', '\\ No newline at end of file', '+b', '--- x'], '@- +-'],
    ['blank lines that lost their space', ['@@ -1,3 +1,2 @@', ' a', '', '--- b'], '@  -'],
    ['a merge', ['@@@ -1,2 -1,2 +1,2 @@@', '  a', ' -b', '--c', '++d', '--- e'], '@ --+-'],
    ['no hunk at all', ['-a', '+b', ' c'], '-+ '],
    ['words of git in a hunk', ['@@ -1,2 +1,2 @@', '-index 1', '+diff 2', ' rename 3'], '@-+ '],
  ];
  for (const [what, lines, expected] of cases) {
    test(`when there is ${what}, then each line is what it is`, () => assert.equal(signs(...lines), expected));
  }
});
