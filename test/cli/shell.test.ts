// In a shell, as scripts use it.
import assert from 'node:assert/strict';
import { describe } from 'node:test';
import { test } from '../helpers/attempts.ts';
import { isAlive, makeHome, portalPid, startShell } from '../helpers/choice.ts';
import { answerByHttp, openTab } from '../helpers/tab.ts';

describe('in /bin/sh', { concurrency: true }, () => {
  test('when x=$(choice ask …) starts the portal, then it returns as soon as it is answered', async (t) => {
    const home = makeHome(t);
    const shell = startShell(home, 'x=$(choice ask "Pick one" a b c) && echo "got [$x]"');
    (await openTab(await shell.url())).answer('b');
    const { code, stdout } = await shell.exit;
    assert.deepEqual([code, stdout], [0, 'got [b]\n']);
    assert.ok(isAlive(portalPid(home) ?? 0), 'and did not wait for the portal, which is still there');
  });

  test('when its output goes through a pipe, then the pipe ends as soon as it is answered', async (t) => {
    const home = makeHome(t);
    const shell = startShell(home, 'choice ask "Pick one" a b | cat; echo end');
    (await openTab(await shell.url())).answer('a');
    assert.equal((await shell.exit).stdout, 'a\nend\n');
    assert.ok(isAlive(portalPid(home) ?? 0));
  });

  test('when stdin is a file that a loop reads, then choice leaves it alone', async (t) => {
    const home = makeHome(t);
    const script = `printf '1\\n2\\n' | while read n; do choice ask --timeout 1 --fallback x "Number $n" x; echo "$n"; done`;
    assert.equal((await startShell(home, script).exit).stdout, 'x\n1\nx\n2\n');
  });

  test('when the answer decides over && and ||, then exit codes do what the manual says', async (t) => {
    const home = makeHome(t);
    const shell = startShell(home, 'choice ask --timeout 1 "Go on?" yes no && echo yes || echo "no: $?"');
    assert.equal((await shell.exit).stdout, 'timeout\nno: 124\n');
  });

  test('when an asker is in the background, then two can wait in one script', async (t) => {
    const home = makeHome(t);
    const shell = startShell(
      home,
      `choice ask First a b >${home.directory}/first & choice ask Second a b >${home.directory}/second; wait; cat ${home.directory}/first ${home.directory}/second`,
    );
    const links = (await shell.said(/(http\S+)\n(?:.|\n)*?(http\S+)\n/)).slice(1).map((link) => new URL(link));
    for (const link of links) assert.equal((await answerByHttp(link, 'b')).status, 200);
    assert.deepEqual(await shell.exit.then(({ code, stdout }) => [code, stdout]), [0, 'b\nb\n']);
  });
});
