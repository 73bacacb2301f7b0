// Who opens the page for the human, and that a URL is never part of what a shell parses.
import assert from 'node:assert/strict';
import { chmodSync, existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, type TestContext, test } from 'node:test';
import { chooseOpener, listCommands, openBrowser, tunnelCommand } from '../../../src/client/browser.ts';
import { eventually } from '../../helpers/choice.ts';
import { makeDirectory } from '../../helpers/directory.ts';

type Environment = Readonly<Record<string, string>>;

describe('choosing the opener', () => {
  const ssh = { SSH_CONNECTION: '1.2.3.4 5 6.7.8.9 22' };
  const cases: readonly [env: Environment, platform: NodeJS.Platform, expected: string][] = [
    [{ CHOICE_BROWSER: 'mine', BROWSER: 'other', DISPLAY: ':0' }, 'linux', 'CHOICE_BROWSER=mine'],
    [{ BROWSER: 'other', DISPLAY: ':0' }, 'linux', 'BROWSER=other'],
    [{ CHOICE_BROWSER: '', BROWSER: '' }, 'darwin', 'platform'],
    [{ DISPLAY: ':0' }, 'linux', 'platform'],
    [{ WAYLAND_DISPLAY: 'wayland-0' }, 'linux', 'platform'],
    [{ WSL_DISTRO_NAME: 'Debian' }, 'linux', 'platform'],
    [{}, 'linux', 'none: no_display'],
    [{ DISPLAY: '' }, 'linux', 'none: no_display'],
    [{}, 'darwin', 'platform'],
    [{}, 'win32', 'platform'],
    [{ ...ssh, DISPLAY: ':10' }, 'linux', 'none: ssh'],
    [ssh, 'darwin', 'none: ssh'],
    [{ SSH_TTY: '/dev/pts/1', DISPLAY: ':10' }, 'linux', 'none: ssh'],
    [{ ...ssh, BROWSER: 'lynx' }, 'linux', 'BROWSER=lynx'],
    [{ ...ssh, CHOICE_BROWSER: 'mine' }, 'linux', 'CHOICE_BROWSER=mine'],
    [{ BROWSER: 'none', DISPLAY: ':0' }, 'linux', 'none: unwanted'],
    [{ BROWSER: ' None ' }, 'darwin', 'none: unwanted'],
    [{ CHOICE_BROWSER: 'none', BROWSER: 'other' }, 'linux', 'none: unwanted'],
    // A display of this machine wins: what is left of an SSH session may be stale. One that SSH forwards does not.
    [{ ...ssh, DISPLAY: ':0' }, 'linux', 'platform'],
    [{ SSH_TTY: '/dev/pts/1', DISPLAY: 'unix:0.0', TMUX: '/tmp/tmux' }, 'linux', 'platform'],
    [{ ...ssh, WAYLAND_DISPLAY: 'wayland-0', XDG_RUNTIME_DIR: '/run/user/1' }, 'linux', 'platform'],
    [{ ...ssh, WAYLAND_DISPLAY: '/run/user/1/wayland-0' }, 'linux', 'platform'],
    [{ ...ssh, WAYLAND_DISPLAY: 'wayland-0' }, 'linux', 'none: ssh'],
    [{ ...ssh, DISPLAY: 'localhost:10.0' }, 'linux', 'none: ssh'],
    [{ ...ssh, DISPLAY: 'host.example:0' }, 'linux', 'none: ssh'],
    [{ ...ssh, DISPLAY: ':1' }, 'linux', 'none: ssh'],
    [{ ...ssh, DISPLAY: ':0' }, 'darwin', 'none: ssh'],
  ];
  for (const [env, platform, expected] of cases) {
    test(`when ${platform} has ${JSON.stringify(env)}, then ${expected}`, () => {
      const isThere = (path: string) => ['/tmp/.X11-unix/X0', '/run/user/1/wayland-0'].includes(path);
      const opener = chooseOpener(env, platform, isThere);
      const text = { command: () => '', platform: () => 'platform', none: () => '' }[opener.kind]();
      if (opener.kind === 'command') assert.equal(`${opener.source}=${opener.command}`, expected);
      else if (opener.kind === 'none') assert.equal(`none: ${opener.reason}`, expected);
      else assert.equal(text, expected);
    });
  }
});

describe('what BROWSER names', () => {
  const isProgram = (path: string) => ['/opt/my browser', '/opt/a:b', '/opt/it%s', "/opt/it's"].includes(path);
  for (const [text, commands] of [
    ['firefox', ['firefox']],
    ['firefox --new-window', ['firefox --new-window']],
    ['/opt/my browser', ["'/opt/my browser'"]],
    ["/opt/it's", ["'/opt/it'\\''s'"]],
    ['/opt/a:b', ["'/opt/a:b'"]],
    ['nothing:/opt/my browser: w3m %s:', ['nothing', "'/opt/my browser'", ' w3m %s']],
    ['app --proxy http://127.0.0.1:3128', ['app --proxy http://127.0.0.1:3128']],
    ["sh -c 'x:y'", ["sh -c 'x:y'"]],
    ['exit 3; a:b', ['exit 3; a:b']],
  ] as const)
    test(`when it is ${text}, then it is tried as ${commands.join(', then ')}`, () => {
      assert.deepEqual(listCommands(text, isProgram), commands);
    });
});

describe('the tunnel of an SSH session', () => {
  const over = (server: string, port = '22') => ({ SSH_CONNECTION: `192.0.2.1 5 ${server} ${port}`, USER: 'me' });
  for (const [server, isKnown] of [
    ['192.0.2.2', true],
    ['2001:db8::2', true],
    ['172.32.0.1', true],
    ['100.128.0.1', true],
    ['10.1.2.3', false],
    ['172.31.255.1', false],
    ['192.168.0.9', false],
    ['100.64.0.1', false],
    ['169.254.1.1', false],
    ['127.0.0.1', false],
    ['::1', false],
    ['fd00::1', false],
    ['fe80::1%eth0', false],
    ['::ffff:10.0.0.1', false],
  ] as const)
    test(`when the server is ${server}, then it names ${isKnown ? 'that' : 'the host as you connected'}`, () => {
      const expected = { command: `ssh -N -L 1:127.0.0.1:1 me@${isKnown ? server : 'HOST'}`, isHostKnown: isKnown };
      assert.deepEqual(tunnelCommand(over(server), '1'), expected);
    });

  test('when the port is another, then it is named; without an address, or without SSH, there is no host or no tunnel', () => {
    assert.equal(
      tunnelCommand(over('192.0.2.2', '2222'), '1')?.command,
      'ssh -N -L 1:127.0.0.1:1 -p 2222 me@192.0.2.2',
    );
    assert.equal(tunnelCommand({ SSH_TTY: '/dev/pts/1' }, '1')?.command, 'ssh -N -L 1:127.0.0.1:1 HOST');
    assert.equal(tunnelCommand({ DISPLAY: ':0' }, '1'), null);
  });
});

describe('opening a page by a command', { skip: process.platform === 'win32' && 'by /bin/sh' }, () => {
  const url = 'http://127.0.0.1:1/choice/x#code=a;$(touch evil)`touch evil`"\'\\ %s';

  /** A command that writes its arguments, one a line, and where it does. */
  function makeCommand(t: TestContext): { command: string; file: string; directory: string } {
    const directory = makeDirectory(t);
    const [command, file] = [join(directory, 'browser'), join(directory, 'arguments')];
    writeFileSync(command, `#!/bin/sh\nprintf '%s\\n' "$@" > ${file}.draft\nmv ${file}.draft ${file}\n`);
    chmodSync(command, 0o700);
    return { command, file, directory };
  }

  for (const [template, before] of [
    ['COMMAND', []],
    ['COMMAND --new-window', ['--new-window']],
    ['COMMAND --url %s', ['--url']],
  ] as const) {
    test(`when the command is ${template}, then the URL is one argument, whatever it holds`, async (t) => {
      const { command, file, directory } = makeCommand(t);
      const failures: string[] = [];
      const opener = { kind: 'command', source: 'BROWSER', command: template.replace('COMMAND', command) } as const;
      await openBrowser(opener, url, process.env, (reason) => failures.push(reason));
      await eventually(() => existsSync(file), 'the command ran');
      assert.equal(readFileSync(file, 'utf8'), [...before, url, ''].join('\n'));
      assert.ok(!existsSync(join(directory, 'evil')) && !existsSync('evil'));
      assert.deepEqual(failures, []);
    });
  }

  test('when a path has spaces, or a list has programs that are not there, then the page is opened', async (t) => {
    for (const list of ['PATH', '/nowhere/at/all:false:PATH', 'PATH:/nowhere/at/all']) {
      const { command, file } = makeCommand(t);
      const spaced = `${command} with spaces`;
      renameSync(command, spaced);
      const failures: string[] = [];
      const opener = { kind: 'command', source: 'BROWSER', command: list.replace('PATH', spaced) } as const;
      await openBrowser(opener, url, process.env, (reason) => failures.push(reason));
      await eventually(() => existsSync(file), `the command ran by ${list}`);
      assert.equal(readFileSync(file, 'utf8'), `${url}\n`);
      assert.deepEqual(failures, []);
    }
  });

  for (const [command, reason] of [
    ['/nowhere/at/all', 'CHOICE_BROWSER: exit code 127'],
    ['exit 3 #', 'CHOICE_BROWSER: exit code 3'],
    ['/nowhere/at/all:exit 4', 'CHOICE_BROWSER: exit code 4'],
  ] as const) {
    test(`when the command is ${command}, then the failure is told`, async () => {
      const failures: string[] = [];
      await openBrowser({ kind: 'command', source: 'CHOICE_BROWSER', command }, url, process.env, (text) =>
        failures.push(text),
      );
      // The opener does not keep this process alive by itself.
      await eventually(() => failures.length > 0, 'the failure was told');
      assert.deepEqual(failures, [reason]);
    });
  }
});
