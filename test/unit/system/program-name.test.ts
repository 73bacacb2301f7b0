// The name of the program that asks: a script by its path, and none of its arguments, which may hold secrets.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, type TestContext, test } from 'node:test';
import { nameAskingProgram, nameProgram } from '../../../src/system/program-name.ts';
import { makeDirectory } from '../../helpers/directory.ts';

describe('the name of a program', () => {
  const cases: [argv: readonly string[], name: string, executable?: string][] = [
    [['bash', 'there.sh', '--token', 'secret'], 'there.sh'],
    [['/bin/bash', './there/deploy.sh', 'secret'], 'there/deploy.sh'],
    [['bash', '-euo', 'pipefail', '--norc', '/there/deploy.sh', 'secret'], '/there/deploy.sh'],
    [['bash', '--rcfile', 'there.rc', '-O', 'there', 'there.sh', 'secret'], 'there.sh'],
    [['sh', '--', '-there', 'secret'], '-there'],
    [['sh', '-eu', '-', 'there.sh'], 'there.sh'],
    [['zsh', '-f', 'there.zsh', 'secret'], 'there.zsh'],
    [['fish', '--no-config', '-d', 'there', 'there.fish', 'secret'], 'there.fish'],
    [['-bash'], 'bash'],
    [['bash', '-l'], 'bash'],
    [['bash', '--rcfile', 'secret'], 'bash'],
    [['bash', '-c', 'secret', 'there.sh'], 'bash'],
    [['sh', '-ec', 'secret'], 'sh'],
    [['bash', '-s', 'there-secret'], 'bash'],
    [['bash', '/dev/fd/63'], 'bash'],
    [['bash', 'secret'], 'bash'],
    [['fish', '--command', 'node x.js; set API_TOKEN secret'], 'fish'],
    [['fish', '--command=secret', 'there-secret'], 'fish'],
    [['fish', '-C', 'there; set API_TOKEN secret', 'there.fish'], 'fish'],
    [['fish', '--init-command', 'there; set API_TOKEN secret'], 'fish'],
    [['fish', '--init-comm', 'there-secret', 'x'], 'fish'],
    [['fish', '-iC', 'there-secret'], 'fish'],
    [['mksh', '-T', 'there-secret', '-c', 'secret'], 'mksh'],
    [['ksh', '-R', 'there-secret', 'x'], 'ksh'],
    [['zsh', '--emulate', 'there-secret', '-c', 'secret'], 'zsh'],
    [['bash', '-o', 'pipefail', '-c', 'secret', 'there.sh'], 'bash'],
    [['bash', '-init-file', 'there-secret', 'x'], 'bash'],
    [['dash', '--unheard-of', 'there-secret'], 'dash'],
    [['/usr/bin/node', 'x.js', 'secret'], 'x.js'],
    [['node', '--import', 'there.mjs', 'there.js', 'secret'], 'there.js'],
    [['node', '--env-file-if-exists', 'there-secret', 'there.js', 'secret'], 'there.js'],
    [['node', '--title', 'secret', 'x.js'], 'node'],
    [['node', '-e', 'secret'], 'node'],
    [['node', '-pe', 'secret'], 'node'],
    [['node', '--eval', 'secret'], 'node'],
    [['node', '--eval=secret', 'there-secret'], 'node'],
    [['node', '-', 'there-secret'], 'node'],
    [['python3.12', '-u', 'there.py', 'secret'], 'there.py'],
    [['python3', '-m', 'there.py'], 'python3'],
    [['python3', '-c', 'secret', 'there.py'], 'python3'],
    [['python3', '-cprint("secret")', 'there-secret'], 'python3'],
    [['perl', '-ne', 'secret', 'there.pl'], 'perl'],
    [['perl', '-nesecret', 'there-secret'], 'perl'],
    [['php', '--run', 'secret', 'there-secret'], 'php'],
    [['make', 'deploy', 'TOKEN=secret'], 'make'],
    [['/usr/bin/kubectl', 'exec', 'secret'], 'kubectl'],
    [['npm run deploy'], 'npm run deploy'],
    [['npm run deploy --token secret'], 'npm run deploy'],
    [['npm run --token=secret'], 'npm'],
    [['npm run https://ada:secret@registry.example'], 'npm'],
    [['npm exec @scope/secret'], 'npm'],
    [['sshd: ada@notty'], 'sshd'],
    [['/opt/My App/run', 'secret'], 'run', 'run'],
    [['/there/My App/run', 'secret'], 'run'],
    [['deno', 'run', 'secret'], 'deno'],
    [['/usr/bin/tool --push https://ada:secret@registry.example', '', ''], 'tool', 'perl'],
    [['/usr/bin/tool --push https://registry.example/secret', 'left-secret'], 'tool', 'perl'],
    [['tool\t--push\nhttps://registry.example/secret'], 'tool', 'perl'],
    [['bash --token', 'there-secret'], 'bash', 'perl'],
    [['node --token', 'secret'], 'node', 'perl'],
    [['https://ada:secret@registry.example/ada:secret'], 'perl', 'perl'],
    [['https://registry.example/secret to push to'], 'perl', 'perl'],
    [['API_TOKEN=secret tool'], 'perl', 'perl'],
    [['API_TOKEN=secret'], ''],
    [[''], ''],
    [[], ''],
  ];
  for (const [argv, name, executable] of cases) {
    test(`when ${JSON.stringify(argv)} runs, then it is "${name}"`, () => {
      const exists = (path: string) => /^[/.-]*there/.test(path);
      assert.equal(nameProgram([...argv, ''], exists, executable).name, name);
    });
  }

  for (const [argv, isCommandLine] of [
    [['sh', '-ec', 'secret'], true],
    [['bash', '-o', 'pipefail', '-c', 'secret'], true],
    [['fish', '--command=secret'], true],
    [['bash', 'there.sh', '-c', 'secret'], false],
    [['make', '-c', 'secret'], false],
  ] as const) {
    test(`when ${JSON.stringify(argv)} runs, then it ${isCommandLine ? 'only runs' : 'is more than'} a command line`, () => {
      assert.equal(nameProgram(argv, (path) => path === 'there.sh').isCommandLine, isCommandLine);
    });
  }
});

describe('the program that asks', { skip: process.platform !== 'linux' }, () => {
  /** What is named for a question asked by a shell with the arguments `args`, which print and then wait. */
  async function nameParent(t: TestContext, args: readonly string[], program = '/bin/bash') {
    const directory = makeDirectory(t);
    writeFileSync(join(directory, 'deploy.sh'), '[ "$1" != / ] || cd /; echo ready; read x; :\n');
    const shell = spawn(program, args, { cwd: directory, stdio: ['pipe', 'pipe', 'ignore'] });
    t.after(() => shell.stdin.end());
    await once(shell.stdout, 'data');
    return nameAskingProgram(shell.pid ?? assert.fail('the shell cannot be started'));
  }

  test('when a script asks, then it is named without its arguments', async (t) => {
    assert.equal(await nameParent(t, ['-eu', 'deploy.sh', '--token', 'secret']), 'deploy.sh');
  });

  test('when the script has left the directory that it was named in, then it is named all the same', async (t) => {
    assert.equal(await nameParent(t, ['./deploy.sh', '/', 'secret']), 'deploy.sh');
  });

  test('when a program has replaced its arguments by a text, then only the first word of that is told', async (t) => {
    const code = '$0 = "/usr/bin/tool --push https://ada:secret\\@registry.example"; $| = 1; print "ready"; <STDIN>';
    assert.equal(await nameParent(t, ['-e', code, 'x'.repeat(100)], 'perl'), 'tool');
  });

  test('when the text begins with no name of a program, then the program itself is named', async (t) => {
    const code = '$0 = "https://ada:secret\\@registry.example"; $| = 1; print "ready"; <STDIN>';
    assert.match((await nameParent(t, ['-e', code, 'x'.repeat(100)], 'perl')) ?? '', /^perl[\d.]*$/);
  });

  test('when a shell with a command line asks, then what started it is named', async (t) => {
    const name = await nameParent(t, ['-c', 'echo ready; read x; :']);
    assert.ok(name !== null && name !== 'bash', String(name));
  });

  test('when a wrapper runs it, such as timeout, then what started that is named', async (t) => {
    const name = await nameParent(t, ['60', '/bin/bash', '-c', 'echo ready; read x; :'], 'timeout');
    assert.ok(name !== null && name !== 'timeout', String(name));
  });

  test('when there is no such process, then nothing is known', () => {
    assert.equal(nameAskingProgram(2 ** 30), null);
    assert.equal(nameAskingProgram(0), null);
  });
});
