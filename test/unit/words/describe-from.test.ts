// Who asks, in words: on one line, bounded, and never more than the asker said.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { AskedFrom } from '../../../src/core/asked-from.ts';
import { allParts, groupByAsker, joinParts, labelFrom, lineParts, nameFrom } from '../../../src/words/describe-from.ts';
import { askedFrom as en } from '../../../src/words/en.ts';
import { askedFrom as zhCN } from '../../../src/words/zh-CN.ts';
import { HOSTILE_FROM } from '../../helpers/asked-from.ts';

const script: AskedFrom = {
  command: 'scripts/deploy.sh',
  cwd: '~/src/app',
  host: 'laptop',
  user: 'ada',
  git: { repo: 'app', branch: 'main' },
};
const job: AskedFrom = {
  ...script,
  ci: { provider: 'GitHub Actions', job: 'CI / deploy', url: 'https://ci.example/7' },
};

describe('the label of an asker', () => {
  const cases: [what: string, from: AskedFrom, english: string, chinese?: string][] = [
    ['a script in a work tree', script, 'deploy.sh · app (main)', 'deploy.sh · app（main）'],
    ['a script outside of any', { command: 'x.js', cwd: '~/src/app' }, 'x.js · app'],
    ['a work tree without a branch', { git: { repo: 'app' } }, 'app'],
    ['a directory alone', { cwd: '/' }, '/'],
    ['a name', { ...script, name: 'nightly' }, 'nightly · app (main)', 'nightly · app（main）'],
    ['a CI job', job, 'GitHub Actions: CI / deploy · app (main)', 'GitHub Actions：CI / deploy · app（main）'],
    ['an agent', { command: 'bash', agent: { client: 'Codex' } }, 'Codex · bash'],
    ['user and host alone', { user: 'ada', host: 'laptop' }, ''],
    ['nothing at all', {}, ''],
  ];
  for (const [what, from, english, chinese = english] of cases) {
    test(`when it says ${what}, then the label is "${english}"`, () => {
      assert.equal(labelFrom(from, en), english);
      assert.equal(labelFrom(from, zhCN), chinese);
    });
  }

  test('when there is room for a word or two, then it is the first part of the label', () => {
    assert.equal(nameFrom({ ...job, name: 'nightly' }, en), 'nightly');
    assert.equal(nameFrom(job, en), 'GitHub Actions: CI / deploy');
    assert.equal(nameFrom(script, en), 'deploy.sh');
    assert.equal(nameFrom(undefined, en), '');
  });
});

describe('the line about an asker', () => {
  test('when a script asks, then the line adds user and host, and the whole also the paths', () => {
    assert.equal(joinParts(lineParts(script, en)), 'deploy.sh · app (main) · ada@laptop');
    assert.equal(joinParts(allParts(script, en)), 'scripts/deploy.sh · app (main) · ~/src/app · ada@laptop');
  });

  test('when a CI job has a page, then its part alone has the address; one that is no web page is left out', () => {
    assert.deepEqual(lineParts(job, en)[0], { text: 'GitHub Actions: CI / deploy', url: 'https://ci.example/7' });
    assert.equal(lineParts(job, en).filter(({ url }) => url !== undefined).length, 1);
    for (const url of ['javascript:alert(1)', 'https://ada:pw@ci.example/', 'https:///ada@ci.example', 'file:///etc']) {
      assert.equal(lineParts({ ci: { provider: 'x', url } }, en)[0]?.url, undefined, url);
    }
  });

  test('when nothing was said, then there is no line', () => {
    assert.deepEqual([lineParts(undefined, en), lineParts({}, en), allParts(undefined, en)], [[], [], []]);
  });

  test('when every field is hostile and long, then each text is one line, without a hidden character, and bounded', () => {
    for (const from of HOSTILE_FROM) {
      const texts = [labelFrom(from, en), nameFrom(from, en), ...lineParts(from, zhCN).map(({ text }) => text)];
      for (const text of [...texts, ...allParts(from, en).map(({ text }) => text)]) {
        assert.doesNotMatch(text, /[\p{Cc}\p{Zl}\p{Zp}\u200B\u202A-\u202E\u2066-\u2069\uFEFF]/u);
      }
      for (const text of texts) assert.ok([...text].length <= 90, `${text.length} characters`);
      assert.ok([...joinParts(allParts(from, en))].length < 2_000);
    }
  });
});

describe('prompts by asker', () => {
  const prompts = [
    { id: 1, from: script },
    { id: 2, from: { name: 'nightly' } },
    { id: 3 },
    { id: 4, from: { ...script, user: 'root' } },
  ];

  test('when several ask, then the prompts of each are together, and those of nobody come first', () => {
    const groups = groupByAsker<{ id: number; from?: AskedFrom }>(prompts, ({ from }) => from, en);
    assert.deepEqual(
      groups.map(({ label, prompts }) => [label, ...prompts.map(({ id }) => id)]),
      [
        ['', 3],
        ['deploy.sh · app (main)', 1, 4],
        ['nightly', 2],
      ],
    );
  });

  test('when there are none, then there are no groups', () =>
    assert.deepEqual(
      groupByAsker([], () => undefined, en),
      [],
    ));
});
