// Who opens the page for the human, and that a URL is never part of what a shell parses.
import assert from 'node:assert/strict';
import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, type TestContext, test } from 'node:test';
import { chooseOpener, openBrowser } from '../../../src/client/browser.ts';
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
  ];
  for (const [env, platform, expected] of cases) {
    test(`when ${platform} has ${JSON.stringify(env)}, then ${expected}`, () => {
      const opener = chooseOpener(env, platform);
      const text = { command: () => '', platform: () => 'platform', none: () => '' }[opener.kind]();
      if (opener.kind === 'command') assert.equal(`${opener.source}=${opener.command}`, expected);
      else if (opener.kind === 'none') assert.equal(`none: ${opener.reason}`, expected);
      else assert.equal(text, expected);
    });
  }
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
      await openBrowser(opener, url, (reason) => failures.push(reason));
      await eventually(() => existsSync(file), 'the command ran');
      assert.equal(readFileSync(file, 'utf8'), [...before, url, ''].join('\n'));
      assert.ok(!existsSync(join(directory, 'evil')) && !existsSync('evil'));
      assert.deepEqual(failures, []);
    });
  }

  for (const [command, reason] of [
    ['/nowhere/at/all', 'CHOICE_BROWSER: exit code 127'],
    ['exit 3 #', 'CHOICE_BROWSER: exit code 3'],
  ] as const) {
    test(`when the command is ${command}, then the failure is told`, async () => {
      const failures: string[] = [];
      await openBrowser({ kind: 'command', source: 'CHOICE_BROWSER', command }, url, (text) => failures.push(text));
      // The opener does not keep this process alive by itself.
      await eventually(() => failures.length > 0, 'the failure was told');
      assert.deepEqual(failures, [reason]);
    });
  }
});
