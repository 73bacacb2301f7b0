// Bringing the page to the human: opened when no tab is there, once, by what they named.
import assert from 'node:assert/strict';
import { chmodSync, existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, type TestContext } from 'node:test';
import { test } from '../helpers/attempts.ts';
import { type Asker, ask, eventually, type Home, makeHome, readDashboard, run } from '../helpers/choice.ts';
import { runInProcess } from '../helpers/in-process.ts';
import { answerByHttp, openSession, openTab, Tab, throughDoor } from '../helpers/tab.ts';

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

describe('the browser', { concurrency: 2 }, () => {
  test('when no tab is there, then it is opened once with a code that works once', async (t) => {
    const { home, command, called, calls } = stubBrowser(t);
    const asker = await ask(home, ['Pick one', 'a', 'b'], { CHOICE_BROWSER: command });
    const [opened = ''] = await called(1);
    const url = new URL(opened);
    assert.equal(url.hash, '', 'nothing of use to others');
    const led = await throughDoor(url);
    assert.equal(led.origin + led.pathname, asker.link.origin + asker.link.pathname);
    assert.notEqual(led.hash, asker.link.hash, 'not the code that is printed');
    const token = await openSession(led);
    await assert.rejects(throughDoor(url), /410/);
    (await Tab.open(led, token, asker.id)).answer('a');
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
    const isOpened = ({ id }: Asker) => opened.includes(id);
    assert.ok(askers.some(isOpened));
    // The one that was opened comes last: once it is answered, the next one that waits may open a browser.
    for (const { link, exit } of [...askers.filter((asker) => !isOpened(asker)), ...askers.filter(isOpened)]) {
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
      new RegExp(`^--app=http://127.0.0.1:\\d+/choice/${asker.id}\\?door=\\S+ --new$`),
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
    await ssh.said(/not opening a browser \(this is an SSH session\)/);
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
      await asker.said(/could not open a browser \(CHOICE_BROWSER: .*\); open the address above/);
      (await openTab(asker.link)).answer('b');
      const { code, stdout, stderr } = await asker.exit;
      assert.deepEqual([code, stdout], [0, 'b\n']);
      assert.equal(stderr.match(/could not open a browser/g)?.length, 1);
    });
  }

  test('when --no-open is given, then nothing is opened and the next one without it is', async (t) => {
    const { home, command, called } = stubBrowser(t);
    const quiet = await ask(home, ['--no-open', 'First', 'a'], { CHOICE_BROWSER: command });
    await ask(home, ['Second', 'a'], { CHOICE_BROWSER: command });
    const opened = await called(1);
    assert.ok(opened.length === 1 && !opened[0]?.includes(quiet.id));
  });

  for (const [what, env] of [
    ['an editor that works from another machine', { BROWSER: '/nowhere/bin/helpers/browser.sh' }],
    ['a command over SSH without a display', { SSH_CONNECTION: '192.0.2.1 50000 192.0.2.2 22' }],
  ] as const) {
    test(`when the browser is that of ${what}, then it is sent to the portal without a code`, async (t) => {
      const { home, command, called } = stubBrowser(t, 'browser.sh');
      const helper = join(home.directory, 'bin', 'helpers', 'browser.sh');
      mkdirSync(join(home.directory, 'bin', 'helpers'), { recursive: true });
      symlinkSync(command, helper);
      const asker = await ask(home, ['Pick one', 'a'], { ...env, BROWSER: helper });
      assert.deepEqual(await called(1), [asker.link.origin + asker.link.pathname]);
    });
  }

  test('when the dashboard is opened, then once by its door, and once by the printed link', async (t) => {
    const { home, command, called } = stubBrowser(t);
    const asker = await ask(home, ['--no-open', 'Pick one', 'a', 'b']);
    const { code, stderr } = await run(home, ['dashboard', '--open'], { CHOICE_BROWSER: command });
    assert.equal(code, 0);
    const [opened = ''] = await called(1);
    assert.equal(new URL(opened).pathname, '/');
    await openSession(new URL(opened));
    await assert.rejects(openSession(new URL(opened)), /410/);
    const printed = new URL(/^http\S+$/m.exec(stderr)?.[0] ?? assert.fail(stderr));
    await openSession(printed);
    await assert.rejects(openSession(printed), /401/);
    assert.equal((await answerByHttp(asker.link, 'a')).status, 200);
  });

  test('when the platform finds no browser that comes up, then one line says so', { skip }, async (t) => {
    const { home, command } = stubBrowser(t, 'x-www-browser');
    writeFileSync(command, '#!/bin/sh\nexit 1\n');
    makeDesktop(home, command);
    // Nothing else that xdg-open might try.
    const tools = [
      'sh',
      'sed',
      'grep',
      'cut',
      'cat',
      'head',
      'tr',
      'basename',
      'dirname',
      'readlink',
      'which',
      'uname',
    ];
    for (const tool of tools) {
      const file = ['/bin', '/usr/bin'].map((folder) => join(folder, tool)).find((path) => existsSync(path));
      if (file) symlinkSync(file, join(home.directory, 'stub', tool));
    }
    const asker = await ask(home, ['Pick one', 'a'], { DISPLAY: ':77', PATH: join(home.directory, 'stub') });
    await asker.said(/could not open a browser \(exit code \d+\); open the address above/);
    await asker.said(/nobody can see the question/);
  });

  test('when BROWSER is none, then nothing is opened or said of it, as by --no-open', async (t) => {
    const { home } = stubBrowser(t);
    const asker = await ask(home, ['Pick one', 'a'], { BROWSER: 'none', DISPLAY: ':99' });
    await answerByHttp(asker.link, 'a');
    assert.doesNotMatch((await asker.exit).stderr, /(?:opening|open) a browser/);
    const { stderr } = await run(home, ['dashboard', '--open'], { BROWSER: 'none' });
    assert.match(stderr, /not opening a browser \(BROWSER=none\)/);
    const own = await run(home, ['dashboard', '--open'], { CHOICE_BROWSER: 'none', BROWSER: 'other' });
    assert.match(own.stderr, /not opening a browser \(CHOICE_BROWSER=none\)/);
  });
});

describe('when nobody can be reached', { concurrency: 2 }, () => {
  test('no terminal, no display and no page: it is said at once, and the question waits', async (t) => {
    const home = makeHome(t);
    const asker = await ask(home, ['Pick one', 'a']);
    await asker.said(new RegExp(`nobody can see the question: .*, or run: choice answer ${asker.id}$`, 'm'));
    await answerByHttp(asker.link, 'a');
    const { code, stdout } = await asker.exit;
    assert.deepEqual([code, stdout], [0, 'a\n']);
  });

  test('inside a command of its own, then no other command is named that could not see it', async (t) => {
    const asker = await ask(makeHome(t), ['--portal', 'inline', 'Pick one', 'a']);
    await asker.said(/nobody can see the question: .* answer it at the address above$/m);
  });

  for (const [name, args, env] of [
    ['--require-human', ['--require-human'], {}],
    ['its variable', [], { CHOICE_REQUIRE_HUMAN: '1' }],
    ['--require-human and a browser that fails', ['--require-human'], { CHOICE_BROWSER: 'false' }],
    ['--require-human, inline', ['--require-human', '--portal', 'inline'], {}],
  ] as const)
    test(`with ${name}, the command fails by 69 and the question is withdrawn`, async (t) => {
      const home = makeHome(t);
      const asker = await ask(home, [...args, '--timeout', '10m', 'Pick one', 'a'], env);
      const { code, stdout, stderr } = await asker.exit;
      assert.deepEqual([code, stdout], [69, '']);
      assert.match(stderr, /no human can be reached: there is no terminal, no browser and no open page/);
      assert.deepEqual(await readDashboard(home), []);
      const [row] = JSON.parse((await runInProcess(home, ['history', '--json'])).stdout);
      assert.deepEqual([row.status, row.outcome.by, row.outcome.cause], ['cancelled', 'asker', 'unreached']);
      const shown = await runInProcess(home, ['show', row.id]);
      assert.match(shown.stdout, /^status +nobody could be reached after /m);
    });

  test('with --require-human where somebody looks at a page, it goes on; with a hidden one it fails', async (t) => {
    const home = makeHome(t);
    const first = await ask(home, ['First', 'a']);
    const list = await Tab.open(first.link, await openSession(first.link), null);
    list.attend();
    await list.heard('list');
    const second = await ask(home, ['--require-human', 'Second', 'a']);
    await list.heard('summon', ({ id }) => id === second.id);
    await answerByHttp(second.link, 'a');
    assert.equal((await second.exit).code, 0);
    list.send({ type: 'hello', visible: false, can_notify: false });
    const third = await run(home, ['ask', '--require-human', '--timeout', '10m', 'Third', 'a']);
    assert.equal(third.code, 69);
  });
});
