// Whether a port is free: looked at by several processes at once, which are not to be taken for somebody who has it.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { describe, type TestContext, test } from 'node:test';
import { isPortFree } from '../../../src/system/port-owner.ts';

async function listen(t: TestContext): Promise<{ port: number; close: () => Promise<unknown> }> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const close = () => {
    const closed = once(server, 'close');
    server.close();
    return closed;
  };
  t.after(() => server.close());
  return { port: (server.address() as AddressInfo).port, close };
}

describe('a port', () => {
  test('when somebody listens on it, then it is not free, and free again afterwards', async (t) => {
    const { port, close } = await listen(t);
    assert.equal(await isPortFree(port), false);
    await close();
    assert.equal(await isPortFree(port), true);
  });

  test('when two look at it at once, then it is free to both', async (t) => {
    const { port, close } = await listen(t);
    await close();
    for (let round = 0; round < 20; round += 1) {
      assert.deepEqual(await Promise.all([isPortFree(port), isPortFree(port)]), [true, true], `round ${round}`);
    }
  });
});
