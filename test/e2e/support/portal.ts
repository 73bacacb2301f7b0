// What befalls the portal's process.
import assert from 'node:assert/strict';
import { eventually, type Home, isAlive, portalPid } from '../../helpers/choice.ts';
import type { Stage } from './browser.ts';

/** What a browser's console says of a portal that is away. */
export const LOST = /WebSocket (connection|is already in CLOSING)|net::ERR_|error occurred when fetching the script/;

export async function killPortal(home: Home): Promise<void> {
  const pid = portalPid(home) ?? assert.fail('no portal');
  process.kill(pid, 'SIGKILL');
  await eventually(() => !isAlive(pid), 'the end of the portal');
}

/** Holds the portal still, as a busy machine would; it goes on at the end of the test if not before. */
export function pausePortal(stage: Stage): { resume: () => void } {
  const pid = portalPid(stage.home) ?? assert.fail('no portal');
  process.kill(pid, 'SIGSTOP');
  const resume = () => {
    if (isAlive(pid)) process.kill(pid, 'SIGCONT');
  };
  stage.after(resume);
  return { resume };
}
