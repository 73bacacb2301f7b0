// What the command line is taken for: its bytes as they were given, and no portal before it makes sense.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { describe } from 'node:test';
import { prepareSocket } from '../../src/security/local-socket.ts';
import { resolvePaths } from '../../src/system/paths.ts';
import { test } from '../helpers/attempts.ts';
import { makeHome, run, startShell } from '../helpers/choice.ts';
import { assertUsageError, registered, settle } from '../helpers/question.ts';

describe('words of the command line', { concurrency: 4 }, () => {
  const wrong: [what: string, script: string, complaint: RegExp][] = [
    [
      'an option',
      `choice ask "Which file?" good "$(printf 'caf\\351')"`,
      /the argument "caf\ufffd" is not valid UTF-8/,
    ],
    ['a question', `choice confirm "$(printf 'caf\\351?')"`, /the argument "caf\ufffd\?" is not valid UTF-8/],
    ['a value of a flag', `choice input --initial="$(printf '\\377')" Q`, /--initial=\ufffd" is not valid UTF-8/],
    ['half a character', `choice ask Q "$(printf '\\303')" "$(printf '\\251')"`, /is not valid UTF-8/],
    ['a setting', `choice config set language "$(printf 'e\\356')"`, /is not valid UTF-8/],
    [
      'a variable',
      `CHOICE_FALLBACK="$(printf 'a\\351')" choice ask Q a b`,
      /CHOICE_FALLBACK: "a\ufffd" is not valid UTF-8/,
    ],
  ];
  for (const [what, script, complaint] of wrong) {
    test(`${what} that is no UTF-8 is refused, not changed`, async (t) => {
      const home = makeHome(t);
      assertUsageError(home, await startShell(home, script).exit, complaint);
    });
  }

  const skip = process.platform === 'linux' ? false : 'elsewhere nobody can tell what was given';
  test('the character that stands for what is no UTF-8 is one like others', { skip }, async (t) => {
    const asker = await registered(startShell(makeHome(t), `choice ask Q 'x\ufffd' b`));
    const { code, stdout } = await settle(asker, { values: ['x\ufffd'] });
    assert.deepEqual([code, stdout], [0, 'x\ufffd\n']);
  });
});

describe('a command line that asks for help, or is mistaken', () => {
  test('it contacts no portal', async (t) => {
    const home = makeHome(t);
    await run(home, ['ask', '--timeout', '1', 'Q', 'a']);
    await run(home, ['stop']);
    let contacts = 0;
    const server = createServer((socket) => {
      contacts += 1;
      socket.destroy();
    }).listen(prepareSocket(resolvePaths(home.env)));
    t.after(() => server.close());
    await once(server, 'listening');
    for (const args of [['--help'], ['--timout', '3', 'Q', 'a'], ['--timeout', 'x', 'Q', 'a'], []]) {
      await run(home, ['ask', ...args]);
    }
    assert.equal(contacts, 0);
    await run(home, ['dashboard']);
    assert.ok(contacts > 0, 'other commands look there');
  });
});
