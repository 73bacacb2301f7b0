// Bringing the page to the human: opened when no tab is there, once, by what they named.
import assert from 'node:assert/strict';
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, type TestContext, test } from 'node:test';
import { ask, eventually, type Home, makeHome, run } from '../helpers/choice.ts';
import { answerByHttp, openSession, openTab, Tab } from '../helpers/tab.ts';

interface Stub {
  readonly home: Home;
  /** A command that opens nothing and notes its arguments. */
  readonly command: string;
  /** What it was called with, one entry a call. */
  readonly calls: () => string[];
  /** Resolves once it was called `count` times. */
  readonly called: (count: number) => Promise<string[]>;
}

/** A home with a browser named `name` that only notes what it was given. */
function stubBrowser(t: TestContext, name = 'browser'): Stub {
  const home = makeHome(t);
  const folder = join(home.directory, 'stub');
  mkdirSync(folder, { recursive: true });
  const command = join(folder, name);
  const notes = join(folder, 'calls');
  writeFileSync(command, `#!/bin/sh\nprintf '%s\\n' "$*" >>'${notes}'\n`);
  chmodSync(command, 0o755);
  const calls = () => (existsSync(notes) ? readFileSync(notes, 'utf8').split('\n').slice(0, -1) : []);
  const called = async (count: number) => {
    await eventually(() => calls().length >= count, `call ${count} of the browser`);
    return calls();
  };
  return { home, command, calls, called };
}

/** Makes `command` the desktop's browser, by the files that xdg-open looks into; without xdg-mime it goes by the name. */
function makeDesktop({ directory }: Home, command: string): void {
  mkdirSync(join(directory, '.local/share/applications'), { recursive: true });
  mkdirSync(join(directory, '.config'));
  const entry = `[Desktop Entry]\nType=Application\nName=Stub\nExec=${command} %u\nMimeType=x-scheme-handler/http;\n`;
  writeFileSync(join(directory, '.local/share/applications/stub.desktop'), entry);
  writeFileSync(
    join(directory, '.config/mimeapps.list'),
    '[Default Applications]\nx-scheme-handler/http=stub.desktop\n',
  );
}

describe('the browser', { concurrency: true }, () => {
  test('when no tab is there, then it is opened once with a code that works once', async (t) => {
    const { home, command, called, calls } = stubBrowser(t);
    const asker = await ask(home, ['Pick one', 'a', 'b'], { CHOICE_BROWSER: command });
    const [opened = ''] = await called(1);
    const url = new URL(opened);
    assert.equal(url.origin + url.pathname, asker.link.origin + asker.link.pathname);
    assert.notEqual(url.hash, asker.link.hash, 'not the code that is printed');
    const token = await openSession(url);
    await assert.rejects(openSession(url), /401/);
    (await Tab.open(url, token, asker.id)).answer('a');
    assert.equal((await asker.exit).stdout, 'a\n');
    assert.equal(calls().length, 1);
  });

  test('when somebody looks at a tab it is not opened, and again once the tab is gone', async (t) => {
    const { home, command, called, calls } = stubBrowser(t);
    const env = { CHOICE_BROWSER: command };
    const first = await ask(home, ['First', 'a', 'b'], env);
    await called(1);
    const token = await openSession(first.link);
    const list = await Tab.open(first.link, token, null);
    list.attend();
    await ask(home, ['Second: somebody looks at a tab', 'a', 'b'], env);
    await list.heard('summon');
    list.close();
    // Until the portal noticed that nobody is there any more.
    const later: string[] = [];
    await eventually(async () => {
      const { id, link, exit } = await ask(home, ['Later', 'a'], env);
      later.push(id);
      await answerByHttp(link, 'a');
      await exit;
      return calls().length > 1;
    });
    const [opened, ...others] = calls();
    assert.ok(opened?.includes(first.id));
    assert.ok(others.every((url) => later.some((id) => url.includes(id))));
  });

  test('when five askers come at once, then exactly one opens it', async (t) => {
    const { home, command, called, calls } = stubBrowser(t);
    const askers = await Promise.all(
      Array.from({ length: 5 }, (_, index) => ask(home, [`Question ${index}`, 'a', 'b'], { CHOICE_BROWSER: command })),
    );
    const [opened = ''] = await called(1);
    assert.ok(askers.some(({ id }) => opened.includes(id)));
    for (const { link, exit } of askers) {
      assert.equal((await answerByHttp(link, 'b')).status, 200);
      assert.equal((await exit).stdout, 'b\n');
    }
    assert.equal(calls().length, 1);
  });

  test('when CHOICE_BROWSER and BROWSER are set, then the first is used; when only BROWSER is, then that', async (t) => {
    const { home, command, called } = stubBrowser(t);
    const first = await ask(home, ['First', 'a'], { CHOICE_BROWSER: `${command} choice`, BROWSER: `${command} other` });
    assert.match((await called(1))[0] ?? '', /^choice http/);
    await answerByHttp(first.link, 'a');
    await first.exit;
    await ask(home, ['Second', 'a'], { BROWSER: `${command} other` });
    assert.match((await called(2))[1] ?? '', /^other http/);
  });

  test('when the command has %s, then the URL goes there', async (t) => {
    const { home, command, called } = stubBrowser(t);
    const asker = await ask(home, ['Pick one', 'a'], { CHOICE_BROWSER: `${command} --app=%s --new` });
    assert.match(
      (await called(1))[0] ?? '',
      new RegExp(`^--app=http://127.0.0.1:\\d+/choice/${asker.id}#code=\\S+ --new$`),
    );
  });

  const skip = process.platform === 'linux' ? false : 'the platform’s way can be replaced on Linux only';
  test('when neither is set and there is a display, then the platform’s own way is used, but not over SSH', {
    skip,
  }, async (t) => {
    const { home, command, called } = stubBrowser(t, 'x-www-browser');
    makeDesktop(home, command);
    const env = { DISPLAY: ':99', PATH: `${join(home.directory, 'stub')}:${home.env.PATH}` };
    const ssh = await ask(home, ['First', 'a'], { ...env, SSH_CONNECTION: '192.0.2.1 50000 192.0.2.2 22', USER: 'me' });
    await ssh.said(/no browser is opened \(this is an SSH session\)/);
    assert.match((await ssh.said(/^ssh -N -L .*$/m))[0], /^ssh -N -L (\d+):127\.0\.0\.1:\1 me@192\.0\.2\.2$/);
    const session = { ...env, SSH_CONNECTION: '192.0.2.1 50000 192.0.2.2 2222' };
    const dashboard = await run(home, ['dashboard', '--open'], session);
    assert.match(dashboard.stderr, /^ssh -N -L (\d+):127\.0\.0\.1:\1 -p 2222 192\.0\.2\.2$/m);
    const local = await ask(home, ['Second', 'a'], env);
    const opened = await called(1);
    assert.equal(opened.length, 1);
    assert.ok(opened[0]?.includes(local.id));
  });

  for (const command of ['false', '/nonexistent/browser', 'exit 7;']) {
    test(`when the browser is "${command}", then one line says so and the prompt goes on`, async (t) => {
      const asker = await ask(makeHome(t), ['Pick one', 'a', 'b'], { CHOICE_BROWSER: command });
      await asker.said(/no browser could be opened \(CHOICE_BROWSER: .*\); open the address above/);
      (await openTab(asker.link)).answer('b');
      const { code, stdout, stderr } = await asker.exit;
      assert.deepEqual([code, stdout], [0, 'b\n']);
      assert.equal(stderr.match(/browser could be opened/g)?.length, 1);
    });
  }

  test('when --no-open is given, then nothing is opened and the next one without it is', async (t) => {
    const { home, command, called } = stubBrowser(t);
    const quiet = await ask(home, ['--no-open', 'First', 'a'], { CHOICE_BROWSER: command });
    await ask(home, ['Second', 'a'], { CHOICE_BROWSER: command });
    const opened = await called(1);
    assert.ok(opened.length === 1 && !opened[0]?.includes(quiet.id));
  });

  test('when the dashboard is opened, then its code works once', async (t) => {
    const { home, command, called } = stubBrowser(t);
    const asker = await ask(home, ['--no-open', 'Pick one', 'a', 'b']);
    const { code, stderr } = await run(home, ['dashboard', '--open'], { CHOICE_BROWSER: command });
    assert.equal(code, 0);
    const [opened = ''] = await called(1);
    assert.ok(stderr.includes(opened), 'printed too');
    assert.equal(new URL(opened).pathname, '/');
    await openSession(new URL(opened));
    await assert.rejects(openSession(new URL(opened)), /401/);
    assert.equal((await answerByHttp(asker.link, 'a')).status, 200);
  });
});
