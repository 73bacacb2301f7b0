// Each flag has a twin in the environment, and the flag is the stronger one.
import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { describe } from 'node:test';
import type { PromptView } from '../../src/protocol/view.ts';
import { test } from '../helpers/attempts.ts';
import { ask, makeHome, portalPid, run, start } from '../helpers/choice.ts';
import { runInProcess } from '../helpers/in-process.ts';
import { poseInProcess } from '../helpers/question.ts';
import { answerByHttp, openTab } from '../helpers/tab.ts';

const near = (ms: number | null, wanted: number) => ms !== null && ms <= wanted && ms > wanted - 30_000;

/** Flags that show in the prompt: the variable's value, what it means, and a flag that says otherwise. */
const SPEC_FLAGS: readonly {
  readonly variable: string;
  readonly value: string;
  readonly isMeant: (prompt: PromptView) => boolean;
  readonly flag: readonly string[];
  readonly isOverruled: (prompt: PromptView) => boolean;
}[] = [
  {
    variable: 'CHOICE_TIMEOUT',
    value: '90s',
    isMeant: ({ spec }) => spec.timeout_ms === 90_000,
    flag: ['--timeout', '2m'],
    isOverruled: ({ spec }) => spec.timeout_ms === 120_000,
  },
  {
    variable: 'CHOICE_MAX_TIMEOUT',
    value: '10m',
    isMeant: ({ max_remaining_ms }) => near(max_remaining_ms, 600_000),
    flag: ['--max-timeout', 'none'],
    isOverruled: ({ max_remaining_ms }) => max_remaining_ms === null,
  },
  {
    variable: 'CHOICE_NO_EXTEND',
    value: '1',
    isMeant: ({ spec }) => !spec.extendable,
    flag: ['--no-extend'],
    isOverruled: ({ spec }) => !spec.extendable,
  },
  {
    variable: 'CHOICE_FALLBACK',
    value: 'a',
    isMeant: ({ spec }) => spec.fallback === 'a',
    flag: ['--fallback', 'b'],
    isOverruled: ({ spec }) => spec.fallback === 'b',
  },
  {
    variable: 'CHOICE_RECOMMENDED',
    value: 'a',
    isMeant: ({ spec }) => spec.recommended === 'a',
    flag: ['--recommended', 'b'],
    isOverruled: ({ spec }) => spec.recommended === 'b',
  },
];

const look = async ({ link }: { readonly link: URL }) => (await openTab(link)).look();

describe('variables of ask', { concurrency: true }, () => {
  for (const { variable, value, isMeant, flag, isOverruled } of SPEC_FLAGS) {
    test(`when ${variable} is set, then it counts; ${flag.join(' ')} is stronger; empty is unset`, async (t) => {
      const home = makeHome(t);
      const args = ['Pick one', 'a', 'b'];
      const pose = (flags: readonly string[], env: Record<string, string> = {}) =>
        poseInProcess(home, ['ask', ...flags, ...args], env);
      const plain = await look(await pose([]));
      assert.ok(!isMeant(plain));
      assert.ok(isMeant(await look(await pose([], { [variable]: value }))));
      assert.ok(isOverruled(await look(await pose(flag, { [variable]: value }))));
      assert.ok(!isMeant(await look(await pose([], { [variable]: '' }))));
    });
  }

  test('when CHOICE_JSON and CHOICE_NO_STATUS are set, then they count unless they say no', async (t) => {
    const home = makeHome(t);
    const quick = ['ask', '--timeout', '1', 'Pick one', 'a'];
    const [on, off, none] = await Promise.all([
      runInProcess(home, quick, { env: { CHOICE_JSON: '1' } }),
      runInProcess(home, quick, { env: { CHOICE_JSON: '0', CHOICE_NO_STATUS: 'false' } }),
      runInProcess(home, quick, { env: { CHOICE_JSON: 'true', CHOICE_NO_STATUS: 'yes' } }),
    ]);
    assert.equal(JSON.parse(on.stdout).status, 'timeout');
    assert.equal(off.stdout, 'timeout\n');
    assert.equal(none.stdout, '');
  });

  test('when CHOICE_QUIET is set, then stderr is empty', async (t) => {
    const { code, stderr } = await run(makeHome(t), ['ask', '--timeout', '1', 'Pick one', 'a'], { CHOICE_QUIET: '1' });
    assert.deepEqual([code, stderr], [124, '']);
  });

  test('when CHOICE_NO_OPEN is set, then no browser is tried', async (t) => {
    const env = { CHOICE_BROWSER: 'false', CHOICE_NO_OPEN: '1' };
    const { stderr } = await run(makeHome(t), ['ask', '--timeout', '1', 'Pick one', 'a'], env);
    assert.doesNotMatch(stderr, /CHOICE_BROWSER|(?:opening|open) a browser/);
  });

  test('when CHOICE_PORTAL is inline, then there is no background portal; --portal is stronger', async (t) => {
    const home = makeHome(t, { CHOICE_PORTAL: 'inline' });
    const inline = await ask(home, ['Pick one', 'a']);
    assert.equal(portalPid(home), null);
    await answerByHttp(inline.link, 'a');
    assert.equal((await inline.exit).stdout, 'a\n');
    await ask(home, ['--portal', 'background', 'Pick one', 'a']);
    assert.notEqual(portalPid(home), null);
  });

  const BAD = [
    ['CHOICE_TIMEOUT', 'abc'],
    ['CHOICE_TIMEOUT', '0'],
    ['CHOICE_MAX_TIMEOUT', '-1'],
    ['CHOICE_PORTAL', 'moon'],
    ['CHOICE_JSON', 'maybe'],
    ['CHOICE_REQUIRE_HUMAN', 'y'],
  ] as const;
  for (const [variable, value] of BAD) {
    test(`when ${variable} is "${value}", then exit code 2 and one line that names the variable`, async (t) => {
      const home = makeHome(t);
      const { code, stdout, stderr } = await runInProcess(home, ['ask', 'Pick one', 'a'], {
        env: { [variable]: value },
      });
      assert.deepEqual([code, stdout], [2, '']);
      assert.match(stderr, new RegExp(`^choice: ${variable}: "${value}" .+\\n$`));
      assert.deepEqual(readdirSync(home.directory), []);
    });
  }
});

describe('variables of the other commands', { concurrency: true }, () => {
  test('when CHOICE_JSON is set, then dashboard and doctor print JSON', async (t) => {
    const home = makeHome(t, { CHOICE_JSON: '1' });
    assert.equal((await run(home, ['dashboard'])).stdout, '[]\n');
    assert.equal(JSON.parse((await run(home, ['doctor'])).stdout).portal.running, false);
  });

  test('when CHOICE_WATCH is set, then the dashboard stays; when CHOICE_OPEN is, then it is opened', async (t) => {
    const home = makeHome(t);
    await ask(home, ['Pick one', 'a']);
    const watching = start(home, ['dashboard'], { CHOICE_WATCH: '1' });
    await watching.printed(/Pick one\n/);
    await ask(home, ['Another', 'a']);
    await watching.printed(/Another\n/);
    const opened = await run(home, ['dashboard'], { CHOICE_OPEN: '1', CHOICE_BROWSER: 'true' });
    assert.match(opened.stderr, /^http:\/\/127\.0\.0\.1:\d+\/\?[\w-]+#code=\S+\n$/);
  });

  test('no variable cancels or answers what is open', async (t) => {
    const home = makeHome(t);
    const asker = await ask(home, ['--multi', '--min', '0', 'Pick some', 'a']);
    const env = { CHOICE_FORCE: '1', CHOICE_TEXT: 'a', CHOICE_NONE: '1' };
    assert.equal((await run(home, ['stop'], env)).code, 1);
    assert.equal((await run(home, ['answer'], env)).code, 2);
    assert.equal((await run(home, ['answer', asker.id, 'a'], env)).code, 0);
    assert.equal((await asker.exit).stdout, 'a\n');
  });
});
