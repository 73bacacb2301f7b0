// `test` for what runs real processes, sockets and browsers. Such a test waits for others by the clock, and a machine that
// stands still for a second in the wrong moment fails it. It then gets a second attempt; what is broken fails both.
import { test as once, type TestContext } from 'node:test';

/** As node's own options: `concurrency` runs the tests of a suite at the same time, `skip` says why it is left out. */
interface Options {
  readonly concurrency?: boolean | number;
  readonly skip?: boolean | string;
  readonly timeout?: number;
}

type Body = (t: TestContext) => void | Promise<void>;

/**
 * Defines a test whose `body` runs again, from its beginning, when it throws. The run then says so in a line that starts
 * with "second attempt", with the first error: a test that needs it often is to be made robust.
 */
export function test(title: string, ...rest: [body: Body] | [options: Options, body: Body]): void {
  const [options, body] = rest.length === 1 ? [{}, rest[0]] : rest;
  void once(title, options, async (t) => {
    try {
      await body(t);
    } catch (error) {
      t.diagnostic(`second attempt of "${title}" after: ${error instanceof Error ? error.stack : String(error)}`);
      await body(t);
    }
  });
}
