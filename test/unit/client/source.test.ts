// The source of a question: one for all that a script asks, another for each other script.
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { type TestContext, test } from 'node:test';
import { nameSource } from '../../../src/client/source.ts';
import { groupOf } from '../../../src/system/process-identity.ts';

/** The pid of a program that runs until the test ends, in the process group of this one or, `detached`, in its own. */
function startParent(t: TestContext, detached: boolean): number {
  const child = spawn('cat', { stdio: ['pipe', 'ignore', 'ignore'], detached });
  t.after(() => child.stdin.end());
  return child.pid ?? assert.fail('cat cannot be started');
}

/** What `shell` prints as the process group of the parent of each command that stands for a question. */
function groupsIn(script: string): Set<string> {
  const ask = `${process.execPath} -e 'console.log(require("fs").readFileSync("/proc/"+process.ppid+"/stat","utf8").replace(/^.*\\) /,"").split(" ")[2])'`;
  const { stdout } = spawnSync('/bin/sh', ['-c', script.replaceAll('ASK', ask)], { encoding: 'utf8' });
  return new Set(stdout.trim().split('\n'));
}

test('a script keeps its group in loops, subshells, substitutions and pipes', {
  skip: process.platform !== 'linux',
}, () => {
  const groups = groupsIn(
    'for f in 1 2; do ASK; done; (ASK); x=$(ASK); echo $x; echo a | ASK; printf 1 | while read l; do ASK; done',
  );
  assert.deepEqual([...groups], [String(groupOf(process.pid))]);
});

test('parents in one process group are one source, and one in another group is another', {
  skip: process.platform !== 'linux',
}, (t) => {
  const [subshell, pipe, other] = [startParent(t, false), startParent(t, false), startParent(t, true)];
  assert.equal(nameSource(subshell), nameSource(process.pid), 'a subshell, and the script itself');
  assert.equal(nameSource(pipe), nameSource(subshell), 'two subshells of one script');
  assert.notEqual(nameSource(other), nameSource(process.pid), 'another command of an interactive shell');
});

test('a source is the same for the same parent, differs by group, and says no pid', () => {
  const source = nameSource();
  assert.equal(nameSource(), source);
  assert.match(source, /^[\w-]{16}$/);
  assert.notEqual(nameSource(1), source);
});
