// One `choice wait` of a run.
import { ChaosProcess } from './drive-process.ts';
import type { WaiterCall } from './history.ts';
import type { Act, Question } from './plan.ts';
import type { World } from './world.ts';

export class ChaosWaiter extends ChaosProcess {
  constructor(world: World, { waiter, for_ms, json }: Act & { type: 'wait' }, question: Question, id: string) {
    const own = { waiter, id, question, for_ms, json };
    const call: WaiterCall = { ...own, spawned: world.now(), attached: null, ended: null, faults: [] };
    const limit = for_ms === null ? [] : ['--for', String(for_ms / 1_000)];
    const running = world.start(['wait', id, ...limit, ...(json ? ['--json'] : [])]);
    super(world, running, call);
    world.waiters.push(call);
    running.said(/^choice: Question /m).then(
      () => {
        call.attached = world.now();
      },
      () => {},
    );
  }
}
