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
 * Defines a test whose `body` runs again, from its beginning, when it or a hook of its `t.after` throws. The run then says
 * so in a line that starts with "second attempt", with the first error.
 */
export function test(title: string, ...rest: [body: Body] | [options: Options, body: Body]): void {
  const [options, body] = rest.length === 1 ? [{}, rest[0]] : rest;
  void once(title, options, async (t) => {
    try {
      await attempt(t, body);
    } catch (error) {
      t.diagnostic(`second attempt of "${title}" after: ${error instanceof Error ? error.stack : String(error)}`);
      await attempt(t, body);
    }
  });
}

/** Runs `body` and then the hooks that it gave to `t.after`, in their order and all of them. Throws the first error. */
async function attempt(t: TestContext, body: Body): Promise<void> {
  const steps: (() => unknown)[] = [() => body(scope)];
  const scope = new Proxy(t, {
    get(target, name) {
      if (name === 'after') return (hook: () => unknown) => steps.push(hook);
      const member = Reflect.get(target, name, target);
      return typeof member === 'function' ? member.bind(target) : member;
    },
  });
  const errors: unknown[] = [];
  for (const step of steps) {
    try {
      await step();
    } catch (error) {
      errors.push(error);
    }
  }
  if (errors.length > 0) throw errors[0];
}
