// Row 9: directories that hold secrets are real, ours and closed to others, or nothing is written.
import assert from 'node:assert/strict';
import { chmodSync, chownSync, mkdirSync, readdirSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { checkGivenDirectory, ensurePrivateDirectory } from '../../../src/system/private-directory.ts';
import { makeDirectory } from '../../helpers/directory.ts';

const refused = (message: RegExp) => ({ name: 'UnsafeDirectoryError', message });

describe('a private directory', () => {
  test('when it is missing, then it is made with 0700, its parents too', (t) => {
    const base = makeDirectory(t);
    ensurePrivateDirectory(join(base, 'a', 'b'));
    assert.deepEqual(
      [statSync(join(base, 'a')).mode & 0o777, statSync(join(base, 'a/b')).mode & 0o777],
      [0o700, 0o700],
    );
    ensurePrivateDirectory(join(base, 'a', 'b'));
  });

  for (const mode of [0o701, 0o710, 0o720, 0o750, 0o755, 0o770, 0o777]) {
    test(`when it has mode ${mode.toString(8)}, then it is refused with the fix, and left as it is`, (t) => {
      const directory = join(makeDirectory(t), 'open');
      mkdirSync(directory);
      chmodSync(directory, mode);
      assert.throws(() => ensurePrivateDirectory(directory), refused(/is open to other users; run: chmod 700 .*open$/));
      assert.equal(statSync(directory).mode & 0o777, mode);
    });
  }

  test('when it is a symbolic link, even to a directory of ours, then it is refused and nothing is written', (t) => {
    const base = makeDirectory(t);
    mkdirSync(join(base, 'real'), { mode: 0o700 });
    symlinkSync(join(base, 'real'), join(base, 'link'));
    assert.throws(() => ensurePrivateDirectory(join(base, 'link')), refused(/is a symbolic link/));
    assert.deepEqual(readdirSync(join(base, 'real')), []);
    symlinkSync(join(base, 'nowhere'), join(base, 'dangling'));
    assert.throws(() => ensurePrivateDirectory(join(base, 'dangling')), { name: 'UnsafeDirectoryError' });
  });

  test('when its parent takes no directory, then it is refused, and does not try for ever', {
    skip: process.platform !== 'linux',
  }, () => {
    assert.throws(
      () => ensurePrivateDirectory('/proc/choice/run'),
      refused(/cannot create .* \(no such file or directory\); set CHOICE_HOME/),
    );
  });

  test('when it is a file, or lies below one, then it is refused', (t) => {
    const file = join(makeDirectory(t), 'file');
    writeFileSync(file, '');
    assert.throws(() => ensurePrivateDirectory(file), refused(/is not a directory; move it away/));
    assert.throws(
      () => ensurePrivateDirectory(join(file, 'below')),
      refused(/cannot create .* \(part of the path is not a directory\); set CHOICE_HOME/),
    );
  });

  const isRoot = process.getuid?.() === 0;
  test('when it belongs to another user, then it is refused', {
    skip: !isRoot && 'only root gives files away',
  }, (t) => {
    const directory = join(makeDirectory(t), 'theirs');
    mkdirSync(directory, { mode: 0o700 });
    chownSync(directory, 12_345, 12_345);
    assert.throws(() => ensurePrivateDirectory(directory), refused(/belongs to another user; set CHOICE_HOME/));
    assert.throws(() => checkGivenDirectory(directory), refused(/belongs to another user/));
  });
});

describe('a given directory', () => {
  const modes: readonly [mode: number, isGood: boolean][] = [
    [0o700, true],
    [0o755, true],
    [0o720, false],
    [0o702, false],
    [0o777, false],
  ];
  for (const [mode, isGood] of modes) {
    test(`when it has mode ${mode.toString(8)}, then it is ${isGood ? 'fine' : 'refused'}`, (t) => {
      const directory = join(makeDirectory(t), 'given');
      mkdirSync(directory);
      chmodSync(directory, mode);
      if (isGood) checkGivenDirectory(directory);
      else assert.throws(() => checkGivenDirectory(directory), refused(/is open to other users/));
    });
  }

  test('when it is missing, then it is fine and still missing; a link is refused', (t) => {
    const base = makeDirectory(t);
    checkGivenDirectory(join(base, 'missing'));
    assert.deepEqual(readdirSync(base), []);
    symlinkSync(base, join(base, 'link'));
    assert.throws(
      () => checkGivenDirectory(join(base, 'link')),
      refused(/is a symbolic link; use the directory it points to/),
    );
  });
});
