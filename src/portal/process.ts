// The program of the portal. As the background process it reports by a pipe to the asker that started it, then lives on
// alone; a command that asks by itself loads it for a portal of its own, `choice doctor` to see which engine it gets.
import { closeSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { REPORT_PIPE, type StartReport } from '../protocol/start-report.ts';
import { closeInherited } from '../system/descriptors.ts';
import { openLog } from '../system/log.ts';
import { resolvePaths } from '../system/paths.ts';
import { hostBackgroundPortal } from './host.ts';

export { INSTALL_NATIVE, selectTransport } from '../transport/select.ts';
export { hostInlinePortal } from './host.ts';

/** Tells the starter, which may be gone: then nobody needs to know. */
function report(message: StartReport): void {
  try {
    writeSync(REPORT_PIPE, `${JSON.stringify(message)}\n`);
    closeSync(REPORT_PIPE);
  } catch {
    // No pipe, when it was started by hand; or nobody who reads it.
  }
}

/** Runs the background process, to its end. */
export async function run(): Promise<void> {
  // The portal must not hold locks or pipes of the script that started it.
  closeInherited(REPORT_PIPE + 1);
  const paths = resolvePaths(process.env);
  const log = openLog(join(paths.log, 'portal.log'), Date.now);
  process.on('SIGHUP', () => {});
  process.on('uncaughtException', (error) => {
    log.error('the portal crashed and is exiting; waiting commands start another', error);
    process.exit(70);
  });
  try {
    const portal = await hostBackgroundPortal(paths, process.env);
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void portal.close());
    report({ type: 'ready' });
    await portal.closed;
  } catch (error) {
    log.error('the portal could not start', error);
    report({ type: 'failed', message: error instanceof Error ? error.message : String(error) });
    process.exitCode = 70;
  }
  // Everything is closed and written; what the native engine still has on its clock is not worth waiting for.
  process.exit();
}
