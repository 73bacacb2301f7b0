// Finding options of a long list: what matches, in which order, and what is highlighted.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { cutAtSpans, indexOptions, matchOptions } from '../../../src/core/option-filter.ts';

const index = indexOptions([
  { value: 'eu-1', label: 'Frankfurt', hint: 'Old machines' },
  { value: 'eu-2', label: 'Dublin' },
  { value: 'us-1', label: 'Oregon', hint: 'new machines' },
  { value: 'a+b', label: '日本 (Tōkyō)' },
]);

const labelsFor = (labels: readonly string[], query: string) =>
  matchOptions(indexOptions(labels.map((label) => ({ value: label, label }))), query).map(
    ({ position }) => labels[position],
  );

/** Label and hint of the first match, what is highlighted in brackets. */
function highlight(option: { label: string; value?: string; hint?: string }, query: string): string[] {
  const [match] = matchOptions(indexOptions([{ value: option.label, ...option }]), query);
  const show = (text: string, spans: readonly { start: number; end: number }[]) =>
    cutAtSpans(text, spans)
      .map((piece) => (piece.isHit ? `[${piece.text}]` : piece.text))
      .join('');
  return match ? [show(option.label, match.label), show(option.hint ?? '', match.hint)].filter(Boolean) : [];
}

describe('matchOptions', () => {
  const cases: [string, string, number[]][] = [
    ['nothing is typed', '', [0, 1, 2, 3]],
    ['only spaces are typed', '  ', [0, 1, 2, 3]],
    ['a label is typed in small letters', 'frank', [0]],
    ['a capital is typed where the label has one', 'Frank', [0]],
    ['a capital is typed where the label has none', 'fRank', []],
    ['a value is typed', 'eu-', [0, 1]],
    ['a hint is typed', 'machines', [0, 2]],
    ['several words are typed, in any order', 'mach eu', [0]],
    ['another script is typed', '日本', [3]],
    ['a letter is typed without its accent', 'tokyo', [3]],
    ['a letter is typed with its accent, as two characters', 'to\u0304kyo', [3]],
    ['signs are typed that mean something in patterns', 'a+b', [3]],
    ['an asterisk is typed', '.*', []],
    ['letters are left out', 'frft', [0]],
    ['letters are in another order', 'tfrf', []],
    ['letters of a hint are left out', 'mchns', []],
  ];
  for (const [when, query, positions] of cases) {
    test(`when ${when}, then ${JSON.stringify(positions)} match`, () =>
      assert.deepEqual(
        matchOptions(index, query).map(({ position }) => position),
        positions,
      ));
  }

  /** The labels, in the order in which they match. */
  const orders: [string, string, string[]][] = [
    ['the whole label goes before its beginning', 'main', ['main', 'maintenance', 'feature/main']],
    ['a beginning of a word goes before its inside', 'port', ['portal', 'a port', 'report']],
    ['a word as a whole goes before its letters', 'log', ['catalog', 'large-old-group']],
    ['letters at the beginnings of words go before others', 'fb', ['feature/branch', 'office-rob']],
    ['letters near together go before scattered ones', 'abc', ['zazbc', 'zaxxbxxc']],
  ];
  for (const [what, query, labels] of orders) {
    test(`when "${query}" is typed, then ${what}`, () =>
      assert.deepEqual(labelsFor(labels.toReversed(), query), labels));
  }

  test('when options match equally well, then they stay in their order', () => {
    const labels = ['branch-2', 'branch-1', 'branch-10'];
    assert.deepEqual(labelsFor(labels, 'branch'), labels);
  });

  test('when the number of an option is typed whole, then it is the first match among sixty', () => {
    const labels = Array.from({ length: 60 }, (_, at) => `login-${at + 1}`);
    assert.deepEqual(labelsFor(labels, 'login-5').slice(0, 3), ['login-5', 'login-50', 'login-51']);
    assert.deepEqual(labelsFor(labels, 'lg5').slice(0, 2), ['login-5', 'login-50']);
    assert.deepEqual(labelsFor(labels, 'lg 15'), ['login-15']);
    assert.deepEqual(labelsFor(['a-1 b-5', 'a-15 b'], 'ab5'), ['a-1 b-5']);
  });

  const highlights: [string, { label: string; value?: string; hint?: string }, string, string[]][] = [
    ['a word', { label: 'feature/main' }, 'main', ['feature/[main]']],
    ['letters', { label: 'feature/branch' }, 'fbr', ['[f]eature/[br]anch']],
    ['two words', { label: 'release of may' }, 'may rel', ['[rel]ease of [may]']],
    ['words that touch', { label: 'mainline' }, 'line main', ['[mainline]']],
    ['a hint', { label: 'x', hint: 'last touched' }, 'touch', ['x', 'last [touch]ed']],
    ['a value that is not seen', { label: 'x', value: 'eu-1' }, 'eu', ['x']],
    ['an accent', { label: 'Tōkyō' }, 'kyo', ['Tō[kyō]']],
    ['a letter with its mark', { label: 'e\u0301t' }, 'e', ['[e\u0301]t']],
    ['one sign drawn of several', { label: 'a 👩‍🚀 b' }, '🚀', ['a [👩‍🚀] b']],
    ['a sign outside the first plane', { label: '🚀🚁' }, '🚁', ['🚀[🚁]']],
    ['İ, which is longer in small letters', { label: 'İstanbul x' }, 'x', ['İstanbul [x]']],
  ];
  for (const [what, option, query, shown] of highlights) {
    test(`when ${what} is found, then just that is highlighted`, () =>
      assert.deepEqual(highlight(option, query), shown));
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
    for (let look = 0; look < 10; look += 1) matchOptions(many, 'xxxxxx 99');
    assert.ok(process.cpuUsage(start).user / 20 < 16_000);
  });
});
