// G8: no secret in arguments, environments, logs or journals; and the portal has nothing of its starter but what it needs.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync, readlinkSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe } from 'node:test';
import { readCode } from '../../src/protocol/paths.ts';
import { test } from '../helpers/attempts.ts';
import { ask, type Home, makeHome, portalPid, run, start } from '../helpers/choice.ts';
import { ENGINES } from '../helpers/engines.ts';
import { callApi, openSession, Tab } from '../helpers/tab.ts';

const onLinux = { skip: process.platform !== 'linux' && 'arguments and environments are read from /proc' };

const readProc = (pid: number | undefined, file: string) => readFileSync(`/proc/${pid}/${file}`, 'utf8').split('\0');

/** Every file below the home, with its content. */
function filesOf(home: Home): [path: string, content: string][] {
  return readdirSync(home.directory, { recursive: true, encoding: 'utf8' })
    .map((name) => join(home.directory, name))
    .filter((path) => statSync(path).isFile())
    .map((path) => [path, readFileSync(path, 'latin1')]);
}

describe('secrets', { concurrency: true }, () => {
  for (const engine of ENGINES) {
    test(
      `G8: when prompts come and go (${engine}), then keys, tokens and codes are in no argument, environment, log or journal`,
      onLinux,
      async (t) => {
        const home = makeHome(t, { CHOICE_TRANSPORT: engine });
        const asker = await ask(home, ['--key', 'deploy', 'Pick one', 'a', 'b']);
        const watching = start(home, ['dashboard', '--watch']);
        await watching.printed(/Pick one/);
        const pid = portalPid(home) ?? assert.fail('no portal');
        const token = await openSession(asker.link);
        const tab = await Tab.open(asker.link, token, asker.id);
        await tab.request({ type: 'extend', by_ms: 60_000 });
        const opened = await run(home, ['dashboard', '--open'], { CHOICE_BROWSER: 'true' });
        const invited = new URL(/^http\S+$/m.exec(opened.stderr)?.[0] ?? assert.fail(opened.stderr));
        // What is refused is logged; the secret that was wrong must not be.
        const wrong = 'wrong-token-that-somebody-tried-0123456789abcdef';
        assert.equal((await callApi(asker.link, wrong, '/api/prompts')).status, 401);

        const key = readFileSync(join(home.directory, 'state', 'key'), 'utf8');
        const secrets = [key, token, readCode(asker.link.hash), readCode(invited.hash), wrong];
        assert.ok(secrets.every((secret) => secret !== null && secret.length >= 16));
        const assertNone = (where: string, text: string) => {
          for (const [index, secret] of secrets.entries())
            assert.ok(!text.includes(secret ?? ''), `secret ${index} is in ${where}`);
        };
        for (const process of [pid, asker.child.pid, watching.child.pid])
          for (const file of ['cmdline', 'environ'])
            assertNone(`${file} of ${process}`, readProc(process, file).join('\n'));

        tab.answer('b');
        await asker.exit;
        await tab.delivery('delivered');
        await run(home, ['stop', '--force']);
        const files = filesOf(home).filter(([path]) => !path.endsWith('state/key'));
        assert.ok(
          files.some(([path]) => path.endsWith('.jsonl')) && files.some(([path]) => path.endsWith('portal.log')),
        );
        for (const [path, content] of files) assertNone(path, content);
      },
    );
  }
});

describe('the environment of the portal', { concurrency: true }, () => {
  test(
    'when its starter has settings of Node and secrets, then it has none of them, and stands in /',
    onLinux,
    async (t) => {
      const home = makeHome(t, {
        NODE_OPTIONS: '--no-deprecation',
        NODE_EXTRA_CA_CERTS: '/nowhere',
        CI_JOB_TOKEN: 'secret-of-the-job',
        LANG: 'C.UTF-8',
      });
      await ask(home, ['Pick one', 'a']);
      const pid = portalPid(home) ?? assert.fail('no portal');
      const names = readProc(pid, 'environ').map((entry) => entry.split('=')[0]);
      const engine = 'CHOICE_TRANSPORT' in home.env ? ['CHOICE_TRANSPORT'] : [];
      const allowed = ['CHOICE_HOME', 'CHOICE_IDLE_EXIT', ...engine, 'HOME', 'LANG', 'PATH'];
      // Node's own: the channel over which it tells its starter that it is there.
      assert.deepEqual(names.filter((name) => name !== '' && !name?.startsWith('NODE_CHANNEL_')).sort(), allowed);
      assert.equal(readlinkSync(`/proc/${pid}/cwd`), '/');
      assert.equal(readlinkSync(`/proc/${pid}/fd/0`), '/dev/null');
      for (const fd of [1, 2]) assert.match(readlinkSync(`/proc/${pid}/fd/${fd}`), /portal\.log$/);
    },
  );
});
