// How much time a question has when the command line does not say: the setting, else 5 minutes.
import assert from 'node:assert/strict';
import { describe } from 'node:test';
import { test } from '../helpers/attempts.ts';
import { makeHome } from '../helpers/choice.ts';
import { runInProcess } from '../helpers/in-process.ts';
import { assertBadUsage, poseInProcess, view, writeSettings } from '../helpers/question.ts';

describe('default_timeout', { concurrency: 4 }, () => {
  const cases: [
    what: string,
    setting: string | undefined,
    flags: string[],
    env: Record<string, string>,
    ms: number | null,
  ][] = [
    ['nothing says anything', undefined, [], {}, 300_000],
    ['the setting says 90s', '90s', [], {}, 90_000],
    ['the setting says none', 'none', [], {}, null],
    ['flag and setting differ', '90s', ['--timeout', '2m'], {}, 120_000],
    ['environment and setting differ', '90s', [], { CHOICE_TIMEOUT: '3m' }, 180_000],
    ['the flag says none', '90s', ['--timeout', 'none'], {}, null],
  ];
  for (const [what, setting, flags, env, ms] of cases) {
    test(`when ${what}, then every kind of question has ${ms === null ? 'no deadline' : `${ms} ms`}`, async (t) => {
      const home = makeHome(t);
      if (setting !== undefined) writeSettings(home, { default_timeout: setting });
      const askers = await Promise.all([
        poseInProcess(home, ['ask', ...flags, 'Q', 'a'], env),
        poseInProcess(home, ['confirm', ...flags, 'Q'], env),
        poseInProcess(home, ['input', ...flags, 'Q'], env),
      ]);
      for (const asker of askers) {
        const { spec, remaining_ms } = await view(asker);
        assert.equal(spec.timeout_ms, ms);
        assert.equal(remaining_ms === null, ms === null);
      }
    });
  }

  test('when the setting is short, then the question times out by it', async (t) => {
    const home = makeHome(t);
    writeSettings(home, { default_timeout: '1s' });
    const { code, stdout, stderr } = await runInProcess(home, ['confirm', 'Q']);
    assert.deepEqual([code, stdout], [124, 'timeout\n']);
    assert.match(stderr, /nobody answered within 1(\.\d)? s/);
  });

  test('when the setting is none and there is a fallback, then one line says that it needs a deadline', async (t) => {
    const home = makeHome(t);
    writeSettings(home, { default_timeout: 'none' });
    await assertBadUsage(home, ['confirm', '--fallback', 'no', 'Q'], /a fallback needs a deadline/);
  });

  for (const [what, text, complaint] of [
    ['has a wrong value', '{"default_timeout":"soon"}', /config\.json: default_timeout: "soon" is not a duration/],
    ['is broken', '{', /config\.json: not valid JSON \(.*\); using the defaults/],
  ] as const) {
    test(`when the file of settings ${what}, then stderr says so and the question has 5 minutes`, async (t) => {
      const home = makeHome(t);
      writeSettings(home, text);
      const asker = await poseInProcess(home, ['confirm', 'Q']);
      assert.equal((await view(asker)).spec.timeout_ms, 300_000);
      await asker.said(complaint);
    });
  }
});
