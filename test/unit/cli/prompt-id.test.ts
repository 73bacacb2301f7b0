// Ids as people shorten them.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { matchPrompts, namePrompts } from '../../../src/cli/prompt-id.ts';

const prompts = ['abc1', 'abd2', 'abc123', 'xyz9'].map((id) => ({ id, question: `about ${id}` }));

describe('matchPrompts', () => {
  const cases: [when: string, given: string, ids: string[]][] = [
    ['a beginning fits one', 'x', ['xyz9']],
    ['a beginning fits several', 'ab', ['abc1', 'abd2', 'abc123']],
    ['the whole id is a beginning of another', 'abc1', ['abc1']],
    ['it is typed in capitals', 'XY', ['xyz9']],
    ['it is the URL of a page', 'http://127.0.0.1:21000/choice/xyz9#code=abc', ['xyz9']],
    ['nothing fits', 'q', []],
    ['the end fits, not the beginning', 'yz9', []],
    ['it is empty', '', []],
  ];
  for (const [when, given, ids] of cases) {
    test(`when ${when}, then it means ${ids.length} prompts`, () => {
      assert.deepEqual(
        matchPrompts(prompts, given).map(({ id }) => id),
        ids,
      );
    });
  }
});

describe('namePrompts', () => {
  test('when there are many, then five are named and the others counted', () => {
    const many = Array.from({ length: 7 }, (_, index) => ({ id: `p${index}`, question: 'q'.repeat(100) }));
    const named = namePrompts(many);
    assert.match(named, /^p0 \(q{39}…\), p1 .*, p4 \(q+…\) and 2 more$/);
    assert.doesNotMatch(named, /p5/);
  });

  test('when a question has several lines, then the name is on one', () => {
    assert.equal(namePrompts([{ id: 'p', question: 'a\nb' }]), 'p (a b)');
  });
});
