// Small files: whole or not at all, private, and the log that stays small.
import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { createFile, readIfPresent, replaceFile } from '../../../src/system/atomic-file.ts';
import { describeFileError } from '../../../src/system/error-words.ts';
import { openLog } from '../../../src/system/log.ts';
import { makeDirectory } from '../../helpers/directory.ts';

describe('atomic files', () => {
  test('when a file is replaced, then it has the new text, mode 0600, and no draft is left', (t) => {
    const directory = makeDirectory(t);
    const path = join(directory, 'file');
    writeFileSync(path, 'old', { mode: 0o644 });
    replaceFile(path, 'new');
    assert.equal(readFileSync(path, 'utf8'), 'new');
    assert.equal(statSync(path).mode & 0o777, 0o600);
    assert.deepEqual(readdirSync(directory), ['file']);
  });

  test('when a file is created twice, then the first one stands, and no draft is left', (t) => {
    const directory = makeDirectory(t);
    const path = join(directory, 'file');
    assert.deepEqual([createFile(path, 'first'), createFile(path, 'second')], [true, false]);
    assert.equal(readFileSync(path, 'utf8'), 'first');
    assert.equal(statSync(path).mode & 0o777, 0o600);
    assert.deepEqual(readdirSync(directory), ['file']);
  });

  test('when there is no file, then reading gives null; other trouble throws', (t) => {
    const directory = makeDirectory(t);
    assert.equal(readIfPresent(join(directory, 'none')), null);
    assert.throws(() => readIfPresent(directory), { code: 'EISDIR' });
    assert.throws(() => createFile(join(directory, 'none', 'file'), ''), { code: 'ENOENT' });
  });
});

describe('the log', () => {
  const noon = () => Date.UTC(2026, 0, 1, 12);

  test('when things happen, then each is a line with time, level and pid, in a file of 0600', (t) => {
    const path = join(makeDirectory(t), 'portal.log');
    const log = openLog(path, noon);
    log.info('started');
    log.warn('odd');
    log.error('failed', new Error('cause'));
    log.error('failed', 'text');
    const text = readFileSync(path, 'utf8');
    const start = `2026-01-01T12:00:00.000Z`;
    assert.ok(text.startsWith(`${start} info ${process.pid} started\n${start} warn ${process.pid} odd\n`));
    assert.match(text, /error \d+ failed: Error: cause\n +at [\s\S]*error \d+ failed: text\n$/);
    assert.equal(statSync(path).mode & 0o777, 0o600);
  });

  test('when it is larger than 1 MiB, then it is put aside once, and the one before that is gone', (t) => {
    const directory = makeDirectory(t);
    const path = join(directory, 'portal.log');
    const log = openLog(path, noon);
    for (const round of ['first', 'second']) {
      writeFileSync(path, round.padEnd(1024 * 1024 + 1));
      log.info(`after the ${round}`);
      assert.match(readFileSync(path, 'utf8'), new RegExp(`^\\S+ info \\d+ after the ${round}\\n$`));
      assert.ok(readFileSync(`${path}.1`, 'utf8').startsWith(round));
    }
    assert.deepEqual(readdirSync(directory).sort(), ['portal.log', 'portal.log.1']);
  });

  test('when it cannot be written, then nothing is thrown', (t) => {
    const directory = makeDirectory(t);
    mkdirSync(join(directory, 'portal.log'));
    openLog(join(directory, 'portal.log'), noon).error('failed');
    openLog(join(directory, 'none', 'portal.log'), noon).info('lost');
  });
});

describe('why a file cannot be used', () => {
  test('when the system says it by a code, then it is said in words; what has none is said as it is', () => {
    const codes = ['ENOENT', 'EACCES', 'EISDIR', 'ENOSPC', 'EROFS', 'EWEIRD'];
    assert.deepEqual(
      codes.map((code) => describeFileError(Object.assign(new Error('x'), { code }))),
      [
        'no such file or directory',
        'permission denied',
        'it is a directory',
        'no space left',
        'read-only file system',
        'EWEIRD',
      ],
    );
    assert.equal(describeFileError(new SyntaxError('Unexpected end')), 'Unexpected end');
  });
});
