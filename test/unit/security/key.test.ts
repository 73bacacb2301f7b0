// The key file: made once, private, and refused when others could know it.
import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { findKey, loadKey, newKey } from '../../../src/security/key.ts';
import { makeDirectory } from '../../helpers/directory.ts';

const refused = { name: 'UnsafeDirectoryError' };

describe('the key', () => {
  test('when there is none, then one is made, 0600 in a directory of 0700, and read again ever after', (t) => {
    const state = join(makeDirectory(t), 'state');
    assert.equal(findKey(state), null);
    const key = loadKey(state);
    assert.match(key, /^[\w-]{43}$/);
    assert.deepEqual([loadKey(state), findKey(state), readFileSync(join(state, 'key'), 'utf8')], [key, key, key]);
    assert.deepEqual([statSync(join(state, 'key')).mode & 0o777, statSync(state).mode & 0o777], [0o600, 0o700]);
  });

  test('when two are made, then they differ', () => assert.notEqual(newKey(), newKey()));

  for (const mode of [0o640, 0o604, 0o660, 0o666]) {
    test(`when the file has mode ${mode.toString(8)}, then it is refused`, (t) => {
      const state = makeDirectory(t);
      loadKey(state);
      chmodSync(join(state, 'key'), mode);
      assert.throws(() => loadKey(state), refused);
      assert.throws(() => findKey(state), refused);
    });
  }

  test('when the file is a link or a directory, then it is refused and nothing is written through it', (t) => {
    const [linked, odd] = [makeDirectory(t), makeDirectory(t)];
    const target = join(odd, 'target');
    writeFileSync(target, newKey(), { mode: 0o600 });
    symlinkSync(target, join(linked, 'key'));
    const before = readFileSync(target, 'utf8');
    assert.throws(() => loadKey(linked), refused);
    assert.equal(readFileSync(target, 'utf8'), before);
  });

  for (const content of ['', 'short', `${'x'.repeat(43)}\n`, 'é'.repeat(43)]) {
    test(`when the file holds ${JSON.stringify(content.slice(0, 6))}…, then it is refused, with the fix`, (t) => {
      const state = makeDirectory(t);
      writeFileSync(join(state, 'key'), content, { mode: 0o600 });
      assert.throws(() => loadKey(state), { ...refused, message: /is damaged; remove it/ });
    });
  }

  test('when the directory is open to others, then it is refused and no key is made', (t) => {
    const state = join(makeDirectory(t), 'state');
    mkdirSync(state);
    chmodSync(state, 0o770);
    assert.throws(() => loadKey(state), refused);
    assert.throws(() => statSync(join(state, 'key')), { code: 'ENOENT' });
  });
});
