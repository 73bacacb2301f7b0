// Ids as people shorten them.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { leavesOutId } from '../../../src/cli/commands/answer.ts';
import { matchPrompts, namePrompts } from '../../../src/cli/prompt-id.ts';
import { makeSpec } from '../../helpers/prompts.ts';

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

describe('leavesOutId', () => {
  const spec = makeSpec({ kind: 'multi', options: [{ value: 'k' }, { value: 'k3' }, { value: 'tests' }] });
  const cases: [when: string, words: string[], isLeftOut: boolean][] = [
    ['the word is a value', ['tests'], true],
    ['it begins the id too, and stands alone', ['k3'], true],
    ['it begins the id too, and others follow', ['k3', 'tests'], false],
    ['others follow one that begins no id', ['tests', 'k3'], true],
    ['it begins the id and is no value', ['k3a', 'tests'], false],
    ['it is another case of a value', ['Tests'], false],
    ['it is neither', ['q'], false],
  ];
  for (const [when, words, isLeftOut] of cases) {
    test(`when ${when}, then it is ${isLeftOut ? 'the answer' : 'not taken for the answer'}`, () => {
      assert.equal(leavesOutId('k3abcdefghjk', spec, words), isLeftOut);
    });
  }
});
