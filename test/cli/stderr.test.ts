// What people read: a URL that can be copied, no escapes where nobody asked for them, silence on demand.
import assert from 'node:assert/strict';
import { describe } from 'node:test';
import { test } from '../helpers/attempts.ts';
import { ask, eventually, makeHome, readDashboard, run, start } from '../helpers/choice.ts';
import { answerByHttp } from '../helpers/tab.ts';

describe('stderr of ask', { concurrency: true }, () => {
  test('when a prompt is registered, then the URL with its code stands alone on a line', async (t) => {
    const asker = await ask(makeHome(t), ['--timeout', '60', 'Deploy where?', 'a', 'b']);
    await answerByHttp(asker.link, 'a');
    const lines = (await asker.exit).stderr.trimEnd().split('\n');
    const links = lines.filter((line) => line.includes('http'));
    assert.equal(links.length, 1);
    assert.match(links[0] ?? '', /^http:\/\/127\.0\.0\.1:\d+\/choice\/[0-9a-z]{12}#code=[\w-]{22}$/);
    assert.equal(lines[0], 'choice: Deploy where? (60 s left)');
    assert.match(lines.at(-1) ?? '', /^choice: answered in the browser after [\d.]+ s$/);
  });

  test('when --quiet is given, then nothing is said, and the dashboard has the URL', async (t) => {
    const home = makeHome(t);
    const asker = start(home, ['ask', '--quiet', '--timeout', '60', 'Pick one', 'a', 'b']);
    await eventually(async () => (await readDashboard(home)).length === 1, 'the prompt');
    const [listed] = await readDashboard(home);
    await answerByHttp(new URL(listed?.url ?? ''), 'b');
    assert.deepEqual(await asker.exit, { code: 0, signal: null, stdout: 'b\n', stderr: '' });
  });

  const COLOURS = [
    [{}, false],
    [{ FORCE_COLOR: '1' }, true],
    [{ FORCE_COLOR: '0' }, false],
    [{ NO_COLOR: '1' }, false],
    [{ NO_COLOR: '1', FORCE_COLOR: '1' }, false],
    [{ NO_COLOR: '' }, false],
  ] as const;
  for (const [env, isColoured] of COLOURS) {
    test(`when it is piped and the environment has ${JSON.stringify(env)}, then it is ${isColoured ? '' : 'not '}coloured`, async (t) => {
      const { stdout, stderr } = await run(makeHome(t), ['ask', '--timeout', '1', 'Pick one', 'a'], env);
      assert.equal(stderr.includes('\u001b['), isColoured);
      assert.equal(stdout, 'timeout\n', 'stdout never is');
    });
  }

  test('when a question or a fallback holds control characters, then none of them reaches stderr', async (t) => {
    const evil = '\u001b]0;owned\u0007\u001b[2J\u009b31m\r\u0008\u007fX';
    const home = makeHome(t);
    const args = ['ask', '--timeout', '1', '--fallback', evil, `${evil}\nhttp://evil.example/`, evil];
    const { code, stdout, stderr } = await run(home, args);
    assert.deepEqual([code, stdout], [0, `${evil}\n`], 'stdout gives the value as it is');
    // biome-ignore lint/suspicious/noControlCharactersInRegex: none of them may be there
    assert.doesNotMatch(stderr, /[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/);
    assert.match(stderr, /owned/);
    assert.equal(stderr.match(/^http/gm)?.length, 1, 'a question cannot put a URL on a line of its own');
  });

  test('when stderr is closed, then the answer comes all the same', async (t) => {
    const home = makeHome(t);
    const asker = start(home, ['ask', '--timeout', '60', 'Pick one', 'a', 'b']);
    asker.child.stderr?.destroy();
    await eventually(async () => (await readDashboard(home)).length === 1, 'the prompt');
    const [listed] = await readDashboard(home);
    await answerByHttp(new URL(listed?.url ?? ''), 'b');
    const { code, stdout } = await asker.exit;
    assert.deepEqual([code, stdout], [0, 'b\n']);
  });
});
