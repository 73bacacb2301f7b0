// Paths, and the one-time code in the fragment.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { codeFragment, PATHS, promptLink, promptPage, readCode } from '../../../src/protocol/paths.ts';

describe('readCode', () => {
  const code = 'abcDEF012_-xyz789';
  test('when a fragment carries a code, then the code is read', () => assert.equal(readCode(codeFragment(code)), code));

  const none = [
    '',
    '#',
    code,
    '#code=',
    '#code=short',
    `#code=${'x'.repeat(65)}`,
    `#code=${code}&x=1`,
    `#x=1&code=${code}`,
    `#code=${code}\n`,
    `#code=${code}%00`,
    '#code=<script>alert(1)</script>',
  ];
  for (const hash of none) {
    test(`when the hash is ${JSON.stringify(hash)}, then there is no code`, () => assert.equal(readCode(hash), null));
  }
});

describe('paths', () => {
  test('when a prompt has an id, then its page and its link name it', () => {
    assert.equal(promptPage('p0000001'), '/choice/p0000001');
    assert.equal(promptLink('p0000001'), '/ws/p0000001');
  });

  test('when an id is hostile, then it stays one path segment', () => {
    for (const id of ['../api/prompts', 'a/b', 'a?b#c', '%2e%2e']) {
      assert.equal(new URL(promptPage(id), 'http://localhost').pathname.split('/').length, 3);
      assert.equal(new URL(promptLink(id), 'http://localhost').pathname.split('/').length, 3);
    }
  });

  test('when the literal paths are listed, then no two are alike', () => {
    assert.equal(new Set(Object.values(PATHS)).size, Object.keys(PATHS).length);
  });
});
