// The scripts in the README run as they stand: with the real binary, answers from a file, and stubs for what they call.
import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, type TestContext } from 'node:test';
import { test } from '../helpers/attempts.ts';
import { type Home, idOf, makeHome, portalPids, root, run, startShell } from '../helpers/choice.ts';
import { writeIn } from '../helpers/question.ts';

const readme = readFileSync(join(root, 'README.md'), 'utf8');
const scriptsPage = readFileSync(join(root, 'docs/scripts.md'), 'utf8');

/** Blocks of `language` in `document`, by the heading that they stand under. */
function readBlocks(document: string, language: string): Map<string, string> {
  const sections = document.split(/^#{2,3} /m).map((section) => [section.split('\n')[0] ?? '', section] as const);
  return new Map(
    sections.flatMap(([heading, section]) => {
      const [, block] = new RegExp(`^\`\`\`${language}\n([\\s\\S]*?)^\`\`\``, 'm').exec(section) ?? [];
      return block === undefined ? [] : [[heading, block] as const];
    }),
  );
}

const scripts = readBlocks(readme, 'sh');

interface Case {
  readonly answers?: object;
  readonly env?: Readonly<Record<string, string>>;
  /** Programs that the script calls, each with what it does besides noting its arguments. */
  readonly stubs?: Readonly<Record<string, string>>;
  readonly code: number;
  /** What the stubs were called with, in order. */
  readonly calls: readonly string[];
  readonly stdout?: string;
}

const branches = 'if [ "$1" = branch ]; then printf "main\\nfix/login\\n"; fi';
const release = { version: 'Which version?', targets: 'Release for?', go: 'Release it?' };
const gate = { env: { VERSION: '1.4.0' }, stubs: { 'deploy.sh': '' } };
const drop = { env: { DATABASE: 'shop' }, stubs: { dropdb: '' } };
const form = { stubs: { 'release.sh': '' } };
const cron = { stubs: { 'backup.sh': '' } };
const timeout = { timeout: true };
const cancelled = { cancelled: true };

const CASES: readonly (readonly [heading: string, when: string, Case])[] = [
  [
    'Deploy gate',
    'a human says deploy',
    { ...gate, answers: { 'deploy-1.4.0': 'deploy' }, code: 0, calls: ['deploy.sh 1.4.0'] },
  ],
  [
    'Deploy gate',
    'a human skips it',
    { ...gate, answers: { 'Deploy 1.4.0?': 'skip' }, code: 0, calls: [], stdout: 'skipped by a human\n' },
  ],
  ['Deploy gate', 'nobody answers', { ...gate, answers: { 'deploy-1.4.0': timeout }, code: 1, calls: [] }],
  ['Deploy gate', 'a human cancels', { ...gate, answers: { 'deploy-1.4.0': cancelled }, code: 1, calls: [] }],
  ['Deploy gate', 'it cannot be asked', { ...gate, answers: {}, code: 1, calls: [] }],
  [
    'Ask now, collect later',
    'a human has decided when the tests have passed',
    {
      env: { VERSION: '1.4.0' },
      stubs: { 'run-tests.sh': '', 'deploy.sh': '' },
      answers: { 'Deploy 1.4.0 where?': 'staging' },
      code: 0,
      calls: ['run-tests.sh ', 'deploy.sh 1.4.0 staging'],
    },
  ],
  [
    'Ask now, collect later',
    'nobody decides',
    {
      env: { VERSION: '1.4.0' },
      stubs: { 'run-tests.sh': '', 'deploy.sh': '' },
      answers: { 'Deploy 1.4.0 where?': timeout },
      code: 124,
      calls: ['run-tests.sh'],
    },
  ],
  [
    'Pick a branch',
    'one is picked',
    {
      stubs: { git: branches },
      answers: { 'Check out which branch?': 'fix/login' },
      code: 0,
      calls: ['git branch --format=%(refname:short)', 'git checkout fix/login'],
    },
  ],
  [
    'Pick a branch',
    'it is cancelled',
    {
      stubs: { git: branches },
      answers: { 'Check out which branch?': cancelled },
      code: 3,
      calls: ['git branch --format=%(refname:short)'],
    },
  ],
  [
    'Confirm before a destructive command',
    'a human says yes',
    { ...drop, answers: { 'Drop the database shop?': 'yes' }, code: 0, calls: ['dropdb shop'], stdout: '' },
  ],
  [
    'Confirm before a destructive command',
    'a human says no',
    { ...drop, answers: { 'Drop the database shop?': 'no' }, code: 0, calls: [], stdout: '' },
  ],
  [
    'Confirm before a destructive command',
    'nobody answers',
    { ...drop, answers: { 'Drop the database shop?': timeout }, code: 0, calls: [], stdout: '' },
  ],
  [
    'A form of three questions',
    'all are answered',
    {
      ...form,
      answers: { [release.version]: '2.0.1', [release.targets]: { values: ['windows', 'linux'] }, [release.go]: 'yes' },
      code: 0,
      calls: ['release.sh 2.0.1 linux', 'release.sh 2.0.1 windows'],
    },
  ],
  [
    'A form of three questions',
    'the last is a no',
    {
      ...form,
      answers: { [release.version]: '2.0.1', [release.targets]: 'linux', [release.go]: 'no' },
      code: 1,
      calls: [],
    },
  ],
  [
    'A form of three questions',
    'the second is cancelled',
    { ...form, answers: { [release.version]: '2.0.1', [release.targets]: cancelled }, code: 3, calls: [] },
  ],
  [
    'A form of three questions',
    'the first answer does not fit',
    { ...form, answers: { [release.version]: 'two' }, code: 2, calls: [] },
  ],
  [
    'Cron job with fallback',
    'a human picks',
    { ...cron, answers: { 'Backup: which kind?': 'full' }, code: 0, calls: ['backup.sh full'] },
  ],
  [
    'Cron job with fallback',
    'nobody is there',
    { ...cron, answers: { 'Backup: which kind?': timeout }, code: 0, calls: ['backup.sh incremental'] },
  ],
  [
    'Cron job with fallback',
    'a human cancels',
    { ...cron, answers: { 'Backup: which kind?': cancelled }, code: 0, calls: ['backup.sh incremental'] },
  ],
  [
    'Tests of scripts',
    'the script asks',
    {
      stubs: {
        'my-script.sh':
          'choice confirm "Go on?"; choice ask "Deploy where?" staging qa; choice ask "Deploy where?" staging qa',
      },
      code: 124,
      calls: ['my-script.sh'],
      stdout: 'yes\nstaging\ntimeout\n',
    },
  ],
  [
    'Ask',
    'every question has an answer',
    {
      answers: {
        'Pick one': 'b',
        'Skip which tests?': { values: [] },
        'Which version?': '2.0',
        'Where?': 'qa',
        'Go on?': 'yes',
        'Your name?': 'Ada',
      },
      code: 0,
      calls: [],
      stdout: 'b\n2.0\nqa\nyes\ngoing on\nAda\n',
    },
  ],
];

describe('the README', { concurrency: 3 }, () => {
  for (const [heading, when, each] of CASES) {
    test(`when ${when}, then "${heading}" does what it says`, async (t) => {
      const { code, stdout, stderr, calls } = await runScript(t, scripts.get(heading) ?? assert.fail(heading), each);
      assert.equal(code, each.code, stderr);
      assert.deepEqual(calls, each.calls);
      if (each.stdout !== undefined) assert.equal(stdout, each.stdout);
    });
  }

  test('when a human answers from another shell, then "Pick a branch" goes on', async (t) => {
    const home = makeHome(t);
    const directory = prepare(home, { git: branches });
    const shell = startIn(home, directory, scripts.get('Pick a branch') ?? assert.fail('no script'), {});
    const id = idOf(await shell.url());
    assert.equal((await run(home, ['answer', id, 'fix/login'])).code, 0);
    assert.equal((await shell.exit).code, 0);
    assert.deepEqual(readCalls(directory), ['git branch --format=%(refname:short)', 'git checkout fix/login']);
  });

  test('when it shows a script, then that is one of those that run here, but for how to set up', () => {
    const shown = new Set(CASES.map(([heading]) => heading));
    assert.deepEqual(
      [...scripts.keys()].filter((heading) => !shown.has(heading)),
      ['Start', 'Platforms'],
    );
  });

  test('when the page on scripts shows a file of answers, then commands take each of them', async (t) => {
    const answers = JSON.parse(readBlocks(scriptsPage, 'json').get('Answers from a file') ?? '');
    const asks = [
      'choice ask --key deploy-1.4.0 "Deploy?" deploy skip',
      'choice input "Which version?"',
      'choice ask --multi "Release for?" linux macos windows',
      'choice input "Your name?"',
      ...['Yes', 'No', 'Late', 'Off'].map((name) => `choice confirm --yes ${name} "Go on?"; echo $?`),
    ];
    const { stdout } = await runScript(t, asks.join('\n'), { answers });
    assert.equal(stdout, 'deploy\n1.4.0\nlinux\nmacos\nAda\nyes\n0\nno\n1\ntimeout\n124\ncancelled\n3\n');
  });

  for (const [when, answer, expected] of [
    ['a no says why', { values: ['no'], note: 'too early\nby far' }, 'no (1): too early\nby far\n'],
    ['a yes says nothing', { values: ['yes'] }, 'yes (0): \n'],
    ['it is cancelled with a reason', { cancelled: true, note: 'who asks?' }, 'cancelled (3): who asks?\n'],
  ] as const)
    test(`when ${when}, then the page on scripts shows how to read answer, exit code and note`, async (t) => {
      const block = readBlocks(scriptsPage, 'sh').get('The note') ?? assert.fail('no block');
      assert.equal((await runScript(t, block, { answers: { 'Merge it?': answer } })).stdout, expected);
    });

  test('when the page on scripts gives a question as JSON, then it is asked', async (t) => {
    const block = readBlocks(scriptsPage, 'sh').get('A question as JSON') ?? assert.fail('no block');
    const { code, stdout } = await runScript(t, block, { answers: { 'Go on?': 'yes' } });
    assert.deepEqual([code, stdout], [0, 'yes\n']);
  });
});

/** Runs `script` in a directory of its own, with its stubs at hand; nothing may be opened. */
async function runScript(
  t: TestContext,
  script: string,
  { answers, env = {}, stubs = {} }: Pick<Case, 'answers' | 'env' | 'stubs'>,
) {
  const home = makeHome(t);
  const directory = prepare(home, stubs);
  const given = answers ? { CHOICE_ANSWERS: writeIn(home, 'given.json', JSON.stringify(answers)) } : {};
  const result = await startIn(home, directory, script, { ...env, ...given }).exit;
  assert.deepEqual(portalPids(home), [], 'nothing was opened');
  return { ...result, calls: readCalls(directory) };
}

/** Makes a directory with what the scripts expect to find, and stubs that note how they were called. */
function prepare(home: Home, stubs: Readonly<Record<string, string>>): string {
  const directory = join(home.directory, 'scratch');
  mkdirSync(directory);
  writeFileSync(join(directory, 'CHANGES.md'), '# 1.4.0\n\n- Faster.\n');
  for (const [name, body] of Object.entries(stubs)) {
    const script = `#!/bin/sh\necho "${name} $*" >>'${callsOf(directory)}'\n${body}\n`;
    writeFileSync(join(directory, name), script, { mode: 0o755 });
  }
  return directory;
}

function startIn(home: Home, directory: string, script: string, env: Readonly<Record<string, string>>) {
  return startShell(home, `cd '${directory}'; PATH="$PWD:$PATH"\n${script}`, env);
}

const callsOf = (directory: string) => join(directory, '.calls');

function readCalls(directory: string): string[] {
  const calls = callsOf(directory);
  return existsSync(calls) ? readFileSync(calls, 'utf8').trimEnd().split('\n') : [];
}
