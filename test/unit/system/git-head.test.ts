// The work tree around a directory, read from git's files alone.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, type TestContext, test } from 'node:test';
import { findWorkTree } from '../../../src/system/git-head.ts';
import { makeDirectory } from '../../helpers/directory.ts';

const COMMIT = '0123456789abcdef0123456789abcdef01234567';

/** A directory with this HEAD in its `.git`. */
function makeTree(t: TestContext, head: string): string {
  const directory = makeDirectory(t);
  mkdirSync(join(directory, '.git'));
  writeFileSync(join(directory, '.git', 'HEAD'), head);
  return directory;
}

describe('the work tree', () => {
  for (const [what, head, branch] of [
    ['a branch', 'ref: refs/heads/main\n', 'main'],
    ['a branch with slashes', 'ref: refs/heads/feature/x y\n', 'feature/x y'],
    ['a commit', `${COMMIT}\n`, '0123456'],
    ['a ref of another kind', 'ref: refs/remotes/origin/main\n', undefined],
    ['the placeholder of reftable', 'ref: refs/heads/.invalid\n', undefined],
    ['nonsense', '<b>\u001b[2J\n', undefined],
  ] as const) {
    test(`when HEAD is ${what}, then the branch is ${branch}, also from deep inside`, (t) => {
      const directory = makeTree(t, head);
      const inner = join(directory, 'a', 'b');
      mkdirSync(inner, { recursive: true });
      const expected = { repo: basename(directory), ...(branch === undefined ? {} : { branch }) };
      assert.deepEqual(findWorkTree(directory), expected);
      assert.deepEqual(findWorkTree(inner), expected);
    });
  }

  test('when .git is a file, as in a worktree, then the HEAD of the directory that it names counts', (t) => {
    const main = makeTree(t, 'ref: refs/heads/main\n');
    const own = join(main, '.git', 'worktrees', 'fix');
    mkdirSync(own, { recursive: true });
    writeFileSync(join(own, 'HEAD'), 'ref: refs/heads/fix\n');
    const tree = join(main, 'trees', 'fix-it');
    mkdirSync(tree, { recursive: true });
    for (const named of [own, '../../.git/worktrees/fix']) {
      writeFileSync(join(tree, '.git'), `gitdir: ${named}\n`);
      assert.deepEqual(findWorkTree(tree), { repo: 'fix-it', branch: 'fix' });
    }
  });

  test('when HEAD is no small file, then nothing hangs and nothing is known', { timeout: 20_000 }, (t) => {
    const huge = makeTree(t, `ref: refs/heads/${'x'.repeat(10_000)}`);
    const piped = makeDirectory(t);
    mkdirSync(join(piped, '.git'));
    spawnSync('mkfifo', [join(piped, '.git', 'HEAD')]);
    const alone = makeDirectory(t);
    for (const directory of [huge, piped, alone]) assert.equal(findWorkTree(directory), null);
  });
});
