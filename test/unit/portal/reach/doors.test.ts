// Doors: what an address gives to whom. Who comes is told by the test; a real second user comes in test/cli.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, type TestContext, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { SocketDoors } from '../../../../src/portal/reach/doors.ts';
import { FileDoors } from '../../../../src/portal/reach/file-doors.ts';
import type { PeerOwner } from '../../../../src/system/peer-owner.ts';
import { makeDirectory } from '../../../helpers/directory.ts';

const lead = (path: string) => `http://127.0.0.1:4711${path}#code=fresh`;

async function makeDoors(t: TestContext) {
  const state = { now: 0, owner: 'ours' as PeerOwner, strangers: 0 };
  const doors = new SocketDoors({
    lead,
    now: () => state.now,
    ownerOf: async () => state.owner,
    onStranger: () => {
      state.strangers += 1;
    },
  });
  t.after(() => doors.close());
  assert.equal(doors.open('/'), null, 'nobody listens yet');
  await doors.prepare();
  const open = (path: string) => doors.open(path) ?? assert.fail('no door');
  const come = async (address: string) => {
    const response = await fetch(address, { redirect: 'manual', headers: { connection: 'close' } });
    const text = await response.text();
    return [response.status, response.headers.get('location') ?? text] as const;
  };
  return { state, doors, open, come };
}

describe('doors', () => {
  test('when this user comes, then once, within 60 s', async (t) => {
    const { state, open, come } = await makeDoors(t);
    const address = open('/choice/p0000001');
    assert.match(address, /^http:\/\/127\.0\.0\.1:\d+\/choice\/p0000001\?door=[\w-]{22}$/);
    state.now = 59_999;
    assert.deepEqual(await come(address), [303, 'http://127.0.0.1:4711/choice/p0000001#code=fresh']);
    assert.equal((await come(address))[0], 410);
    const late = open('/');
    state.now += 60_000;
    assert.equal((await come(late))[0], 410);
    open('/');
    assert.equal((await come(address))[0], 404, 'forgotten by and by');
  });

  test('when two come at once, then one is led on', async (t) => {
    const { open, come } = await makeDoors(t);
    const address = open('/');
    const statuses = (await Promise.all([come(address), come(address), come(address)])).map(([status]) => status);
    assert.deepEqual(statuses.sort(), [303, 410, 410]);
  });

  test('when others come, then each is refused, the human is told once a door, and it stays good', async (t) => {
    const { state, open, come } = await makeDoors(t);
    const [one, other] = [open('/one'), open('/other')];
    state.owner = 'other';
    for (const address of [one, one, one, other]) {
      const [status, text] = await come(address);
      assert.equal(status, 403);
      assert.ok(!text.includes('code='));
    }
    assert.equal(state.strangers, 2);
    state.owner = 'unseen';
    assert.equal((await come(one))[0], 403);
    assert.equal(state.strangers, 2, 'nobody is accused of what is not known');
    state.owner = 'ours';
    assert.equal((await come(one))[0], 303);
  });

  test('when the portal closes, then its doors do', async (t) => {
    const { doors, open, come } = await makeDoors(t);
    const address = open('/');
    doors.close();
    await assert.rejects(come(address));
    assert.equal(doors.open('/'), null);
  });
});

describe('doors by file', { skip: process.platform === 'win32' && 'modes are those of Unix' }, () => {
  test('when one is opened, then a private file leads on, and goes with the portal', async (t) => {
    const directory = makeDirectory(t);
    const stale = `open-${'A'.repeat(22)}.html`;
    for (const name of [stale, 'portal.json']) writeFileSync(join(directory, name), '');
    const doors = new FileDoors({ directory, lead });
    await doors.prepare();
    assert.deepEqual(readdirSync(directory), ['portal.json'], 'what a killed portal left is gone');
    const address = doors.open('/choice/p0000001') ?? assert.fail('no door');
    const file = fileURLToPath(address);
    assert.equal(statSync(file).mode & 0o777, 0o600);
    assert.match(
      readFileSync(file, 'utf8'),
      /content="0; url=http:\/\/127\.0\.0\.1:4711\/choice\/p0000001#code=fresh"/,
    );
    assert.ok(!address.includes('code'));
    await doors.prepare();
    assert.ok(statSync(file).isFile());
    doors.close();
    assert.deepEqual(readdirSync(directory), ['portal.json']);
    assert.equal(new FileDoors({ directory: join(directory, 'missing'), lead }).open('/'), null);
  });
});
