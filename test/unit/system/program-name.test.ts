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
  const cases: [argv: readonly string[], name: string][] = [
    [['bash', 'deploy.sh', '--token', 'secret'], 'deploy.sh'],
    [['/bin/bash', './scripts/deploy.sh', 'secret'], 'scripts/deploy.sh'],
    [['bash', '-euo', 'pipefail', '--norc', '/src/deploy.sh', 'secret'], '/src/deploy.sh'],
    [['sh', '--', '-x', 'secret'], '-x'],
    [['-bash'], 'bash'],
    [['bash', '-l'], 'bash'],
    [['bash', '--rcfile', 'secret'], 'bash'],
    [['bash', '-c', 'secret', 'deploy.sh'], 'bash'],
    [['sh', '-ec', 'secret'], 'sh'],
    [['bash', '-s', 'secret'], 'bash'],
    [['bash', '/dev/fd/63'], 'bash'],
    [['/usr/bin/node', 'x.js', 'secret'], 'x.js'],
    [['node', '--import', 'there.mjs', 'there.js', 'secret'], 'there.js'],
    [['node', '--title', 'secret', 'x.js'], 'node'],
    [['node', '-e', 'secret'], 'node'],
    [['node', '-pe', 'secret'], 'node'],
    [['node', '--eval', 'secret'], 'node'],
    [['python3.12', '-u', 'there.py', 'secret'], 'there.py'],
    [['python3', '-m', 'there.py'], 'python3'],
    [['python3', '-c', 'secret', 'there.py'], 'python3'],
    [['perl', '-ne', 'secret', 'there.pl'], 'perl'],
    [['make', 'deploy', 'TOKEN=secret'], 'make'],
    [['/usr/bin/kubectl', 'exec', 'secret'], 'kubectl'],
    [['npm run deploy'], 'npm run deploy'],
    [['npm run deploy --token secret'], 'npm run deploy'],
    [['npm run --token=secret'], 'npm'],
    [['npm exec @scope/secret'], 'npm'],
    [['sshd: ada@notty'], 'sshd'],
    [['/opt/My App/run', 'secret'], 'run'],
    [['deno', 'run', 'secret'], 'deno'],
    [[''], ''],
    [[], ''],
  ];
  for (const [argv, name] of cases) {
    test(`when ${JSON.stringify(argv)} runs, then it is "${name}"`, () => {
      assert.equal(
        nameProgram([...argv, ''], (path) => path.startsWith('there')),
        name,
      );
    });
  }
});

describe('the program that asks', { skip: process.platform !== 'linux' }, () => {
  /** What is named for a question asked by a shell with the arguments `args`, which print and then wait. */
  async function nameParent(t: TestContext, args: readonly string[], program = '/bin/bash') {
    const directory = makeDirectory(t);
    writeFileSync(join(directory, 'deploy.sh'), 'echo ready; read x; :\n');
    const shell = spawn(program, args, { cwd: directory, stdio: ['pipe', 'pipe', 'ignore'] });
    t.after(() => shell.stdin.end());
    await once(shell.stdout, 'data');
    return nameAskingProgram(shell.pid ?? assert.fail('the shell cannot be started'));
  }

  test('when a script asks, then it is named without its arguments', async (t) => {
    assert.equal(await nameParent(t, ['-eu', 'deploy.sh', '--token', 'secret']), 'deploy.sh');
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
