// The terminal and the SSH connection of a process, and the account that it runs as.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { findUser } from '../../../src/system/account.ts';
import { ownDevice } from '../../../src/system/own-device.ts';

describe('ownDevice', () => {
  /** Device numbers as proc(5) has them: 136:3, 137:44, 136:300 as newer kernels count, 4:2, 4:65, 5:0. */
  for (const [number, tty] of [
    ['34819', '/dev/pts/3'],
    ['35116', '/dev/pts/300'],
    [String((136 << 8) | (300 & 0xff) | ((300 & 0xfff00) << 12)), '/dev/pts/300'],
    ['1026', '/dev/tty2'],
    ['1089', '/dev/ttyS1'],
    ['1280', undefined],
    [null, undefined],
  ] as const) {
    test(`when the terminal has the number ${number}, then it is ${tty}`, () =>
      assert.equal(ownDevice({}, number)?.tty, tty));
  }

  for (const [env, ssh] of [
    [{ SSH_CONNECTION: '10.0.0.5 50122 10.0.0.1 22' }, '10.0.0.5'],
    [{ SSH_CLIENT: 'fe80::1%eth0 50122 22' }, 'fe80::1%eth0'],
    [{ SSH_CONNECTION: '', SSH_CLIENT: '10.0.0.6 1 22' }, '10.0.0.6'],
    [{ SSH_CONNECTION: 'x'.repeat(65) }, undefined],
    [{ SSH_CONNECTION: '\u001b[2J 1 2 3' }, undefined],
    [{}, undefined],
  ] as const) {
    test(`when the environment has ${JSON.stringify(env).slice(0, 60)}, then the client is ${ssh}`, () =>
      assert.equal(ownDevice(env, null)?.ssh, ssh));
  }

  test('when nothing is known, then there is no device', () => assert.equal(ownDevice({}, null), undefined));
});

describe('findUser', () => {
  test('when the user has a name, then that; when they have none, as in a container, then their number', () => {
    assert.equal(
      findUser(() => ({ username: 'ada' })),
      'ada',
    );
    const unknown = () => {
      throw new Error('ENOENT: no such user');
    };
    assert.deepEqual([findUser(unknown, 4_711), findUser(unknown, null)], ['uid 4711', 'unknown']);
  });
});
