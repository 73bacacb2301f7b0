// Whose the other end of a connection is: read from the kernel's tables, and from nothing that the other end says.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { type AddressInfo, connect, createServer } from 'node:net';
import { endianness } from 'node:os';
import { describe, test } from 'node:test';
import { canTellPeers, findPeerOwner, findUid } from '../../../src/system/peer-owner.ts';
import { actAs, noOtherUser, OTHER_UID } from '../../helpers/other-user.ts';

const HEADING = '  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode';
const peer = { address: '127.0.0.1', port: 0xabcd };
const local = { address: '127.0.0.1', port: 0x1f90 };

const row = (ends: string, state: string, uid: number, inode: number) =>
  `   1: ${ends} ${state} 00000000:00000000 00:00000000 00000000 ${String(uid).padStart(5)}        0 ${inode} 1 0000000000000000 20 4 30 10 -1`;
const table = (...rows: string[]) => `${[HEADING, ...rows].join('\n')}\n`;

describe('the owner of a peer', {
  skip: endianness() !== 'LE' && 'the rows are those of a little-endian machine',
}, () => {
  const ends = '0100007F:ABCD 0100007F:1F90';
  const cases: [what: string, text: string, uid: number | null][] = [
    ['a connection', table(row(ends, '01', 1_000, 77)), 1_000],
    [
      'one by a socket for IPv6',
      table(row(`${'0'.repeat(16)}FFFF00000100007F:ABCD ${'0'.repeat(16)}FFFF00000100007F:1F90`, '01', 1_000, 77)),
      1_000,
    ],
    ['the end of ours alone', table(row('0100007F:1F90 0100007F:ABCD', '01', 1_000, 77)), null],
    ['another port', table(row('0100007F:ABCE 0100007F:1F90', '01', 1_000, 77)), null],
    ['a socket that was closed, which shows as that of root', table(row(ends, '06', 0, 0)), null],
    ['an orphan, which does too', table(row(ends, '01', 0, 0)), null],
    ['a later row', table(row(ends, '06', 0, 0), row(ends, '01', 5, 9)), 5],
    ['nothing', '', null],
  ];
  for (const [what, text, uid] of cases)
    test(`when the table has ${what}, then ${uid ?? 'none'}`, () => assert.equal(findUid(text, peer, local), uid));
});

describe('the owner of a real peer', { skip: !canTellPeers() && 'connections do not tell their user here' }, () => {
  /** Whose the next connection to a listener is. */
  async function ownerOfNext(knock: (port: number) => unknown): Promise<string> {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const knocked = knock(port);
    const [socket] = await once(server, 'connection');
    const { remoteAddress, remotePort, localAddress, localPort } = socket;
    const owner = await findPeerOwner(
      { address: remoteAddress, port: remotePort },
      { address: localAddress, port: localPort },
    );
    socket.end();
    server.close();
    await knocked;
    return owner;
  }

  test('when it is a process of this user, over IPv4 or IPv6 sockets, then ours', async () => {
    for (const host of ['127.0.0.1', '::ffff:127.0.0.1'])
      assert.equal(await ownerOfNext((port) => connect(port, host).resume()), 'ours');
    assert.equal(
      await ownerOfNext((port) => connect({ port, host: '127.0.0.1', localAddress: '127.0.0.9' }).resume()),
      'ours',
    );
  });

  test('when it is a process of another user, then other', { skip: noOtherUser }, async () => {
    const script = `await new Promise((resolve) => require('node:net').connect(args[0], '127.0.0.1').resume().on('close', resolve));`;
    assert.equal(await ownerOfNext((port) => actAs(OTHER_UID, script, port)), 'other');
  });
});
