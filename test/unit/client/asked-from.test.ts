// What an asker tells about itself: from public variables and files, within bounds, and nothing on request.
import assert from 'node:assert/strict';
import { hostname } from 'node:os';
import { describe, test } from 'node:test';
import * as v from 'valibot';
import { gatherFrom } from '../../../src/client/asked-from.ts';
import type { AskedFrom } from '../../../src/core/asked-from.ts';
import { AskedFromSchema } from '../../../src/protocol/fields.ts';

const gather = (env: NodeJS.ProcessEnv): AskedFrom =>
  gatherFrom({ name: undefined, isGathered: true, env, parent: 0 }) ?? assert.fail('nothing was gathered');

const actions = {
  GITHUB_ACTIONS: 'true',
  GITHUB_WORKFLOW: 'CI',
  GITHUB_JOB: 'deploy',
  GITHUB_SERVER_URL: 'https://ci.example',
  GITHUB_REPOSITORY: 'ada/shop',
  GITHUB_RUN_ID: '7',
};

describe('gathering who asks', () => {
  test('when nothing is to be told, then nothing is, unless the caller names itself', () => {
    const env = { ...actions, CLAUDECODE: '1' };
    assert.equal(gatherFrom({ name: undefined, isGathered: false, env }), undefined);
    assert.deepEqual(gatherFrom({ name: 'nightly', isGathered: false, env }), { name: 'nightly' });
  });

  test('when the directory is in the home, then a tilde stands for it; host and work tree are told', () => {
    const { cwd, host, git, ci, agent } = gather({ HOME: process.cwd() });
    assert.deepEqual([cwd, host, ci, agent], ['~', hostname(), undefined, undefined]);
    assert.equal(gather({ HOME: process.cwd().slice(0, -1) }).cwd, process.cwd(), 'one that only begins like it');
    assert.ok(git === undefined || git.repo !== '');
  });

  const jobs: [env: NodeJS.ProcessEnv, ci: NonNullable<AskedFrom['ci']>][] = [
    [actions, { provider: 'GitHub Actions', job: 'CI / deploy', url: 'https://ci.example/ada/shop/actions/runs/7' }],
    [
      { GITHUB_ACTIONS: 'true', GITHUB_JOB: 'deploy' },
      { provider: 'GitHub Actions', job: 'deploy' },
    ],
    [
      { GITLAB_CI: 'true', CI_JOB_NAME: 'deploy', CI_JOB_URL: 'https://ci.example/-/jobs/7' },
      { provider: 'GitLab CI', job: 'deploy', url: 'https://ci.example/-/jobs/7' },
    ],
    [
      {
        BUILDKITE: 'true',
        BUILDKITE_PIPELINE_SLUG: 'shop',
        BUILDKITE_LABEL: ':ship:',
        BUILDKITE_BUILD_URL: 'https://b',
      },
      { provider: 'Buildkite', job: 'shop / :ship:', url: 'https://b' },
    ],
    [
      { JENKINS_URL: 'https://j/', JOB_NAME: 'shop', BUILD_URL: 'https://j/job/shop/7/' },
      { provider: 'Jenkins', job: 'shop', url: 'https://j/job/shop/7/' },
    ],
    [
      { CIRCLECI: 'true', CIRCLE_JOB: 'deploy', CIRCLE_BUILD_URL: 'https://c/7' },
      { provider: 'CircleCI', job: 'deploy', url: 'https://c/7' },
    ],
    [{ GITLAB_CI: 'true' }, { provider: 'GitLab CI' }],
    ...[
      'https://ci.example/7?private_token=secret',
      'https://ci.example/7#access_token=secret',
      'https://ci.example/7?a=secret#b?c',
      'https://ci.example/7;jsessionid=secret?x',
      'https://ci.example/7;token=secret/log',
      `https://ci.example/7?${'secret'.repeat(100)}`,
      'https://ci.example/7?token=\nsecret',
    ].map((CI_JOB_URL): [NodeJS.ProcessEnv, NonNullable<AskedFrom['ci']>] => [
      { GITLAB_CI: 'true', CI_JOB_URL },
      { provider: 'GitLab CI', url: 'https://ci.example/7' },
    ]),
    [
      { JENKINS_URL: 'https://j/', BUILD_URL: 'https://j?token=secret' },
      { provider: 'Jenkins', url: 'https://j' },
    ],
    [
      { ...actions, GITHUB_SERVER_URL: 'https://ci.example?token=secret' },
      { provider: 'GitHub Actions', job: 'CI / deploy', url: 'https://ci.example' },
    ],
    ...['javascript:alert(1)', 'https://ada:secret@ci.example/7', `https://ci.example/${'x'.repeat(600)}`, 'ci'].map(
      (CI_JOB_URL): [NodeJS.ProcessEnv, NonNullable<AskedFrom['ci']>] => [
        { GITLAB_CI: 'true', CI_JOB_URL },
        { provider: 'GitLab CI' },
      ],
    ),
  ];
  for (const [env, ci] of jobs) {
    test(`when the variables are ${JSON.stringify(env).slice(0, 90)}, then the job is ${JSON.stringify(ci)}`, () => {
      assert.deepEqual(gather(env).ci, ci);
    });
  }

  for (const [variable, client] of [
    ['CLAUDECODE', 'Claude Code'],
    ['GEMINI_CLI', 'Gemini CLI'],
    ['CURSOR_AGENT', 'Cursor'],
    ['CODEX_SANDBOX', 'Codex'],
  ] as const) {
    test(`when ${variable} is set, then the agent is ${client}, and its value is told nowhere`, () => {
      const from = gather({ [variable]: 'secret' });
      assert.deepEqual(from.agent, { client });
      assert.doesNotMatch(JSON.stringify(from), /secret/);
    });
  }

  test('when names are no valid text, then a mark stands in each place, and the portal accepts them', (t) => {
    for (const broken of ['\ud83d', '\ude00x', '\ud83d\ud83d\ude00', 'a\0b', `${'x'.repeat(300)}\ude00`]) {
      t.mock.method(process, 'cwd', () => `/srv/${broken}`);
      const from = gather({ GITLAB_CI: '1', CI_JOB_NAME: broken });
      assert.match(`${from.cwd} ${broken.length < 100 ? from.ci?.job : ''}`, /\uFFFD/);
      assert.ok(v.safeParse(AskedFromSchema, from).success, JSON.stringify(from));
    }
  });

  test('when names are hostile and 10 kB long, then what is told keeps within the bounds of the portal', () => {
    const long = '\u001b[2J\u202E<b>👩🏽‍🚀'.repeat(1_000);
    const from = gather({ GITHUB_ACTIONS: '1', GITHUB_WORKFLOW: long, GITHUB_JOB: long, HOME: long });
    assert.ok(v.safeParse(AskedFromSchema, from).success);
    assert.equal([...(from.ci?.job ?? '')].length, 100);
  });
});
