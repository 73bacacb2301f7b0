// Finding options of a long list.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { indexOptions, matchOptions } from '../../../src/core/option-filter.ts';

const index = indexOptions([
  { value: 'eu-1', label: 'Frankfurt', hint: 'Old machines' },
  { value: 'eu-2', label: 'Dublin' },
  { value: 'us-1', label: 'Oregon', hint: 'new machines' },
  { value: 'a+b', label: '日本 (Tōkyō)' },
]);

describe('matchOptions', () => {
  const cases: [string, string, number[]][] = [
    ['nothing is typed', '', [0, 1, 2, 3]],
    ['only spaces are typed', '  ', [0, 1, 2, 3]],
    ['a label is typed, whatever the case', 'FRANK', [0]],
    ['a value is typed', 'eu-', [0, 1]],
    ['a hint is typed', 'machines', [0, 2]],
    ['several words are typed, in any order', 'mach eu', [0]],
    ['another script is typed', '日本', [3]],
    ['signs are typed that mean something in patterns', 'a+b', [3]],
    ['an asterisk is typed', '.*', []],
  ];
  for (const [when, query, positions] of cases) {
    test(`when ${when}, then ${JSON.stringify(positions)} match`, () =>
      assert.deepEqual(matchOptions(index, query), positions));
  }

  test('when there are a thousand long options, then a look takes less than a frame', () => {
    const many = indexOptions(
      Array.from({ length: 1_000 }, (_, at) => ({
        value: `${at}`.repeat(100),
        label: 'x'.repeat(500),
        hint: 'y'.repeat(400),
      })),
    );
    // Of this process: what else the machine does must not count.
    const start = process.cpuUsage();
    for (let look = 0; look < 10; look += 1) matchOptions(many, 'xyx 99');
    assert.ok(process.cpuUsage(start).user / 10 < 16_000);
  });
});
