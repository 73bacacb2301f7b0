// Faults of the portal process, and what askers say when they came through one.
import assert from 'node:assert/strict';
import { type Asker, eventually, type Home, isAlive, portalPid } from './choice.ts';

/** Kills the home's portal without a word and gives its pid, once it is gone. */
export async function killPortal(home: Home): Promise<number> {
  const pid = portalPid(home) ?? assert.fail('no portal');
  process.kill(pid, 'SIGKILL');
  await eventually(() => !isAlive(pid), 'the end of the portal');
  return pid;
}

/** Waits until the asker says that it is registered again. */
export async function reattached({ said }: Pick<Asker, 'said'>): Promise<void> {
  await said(/lost the portal and reconnected/);
}
