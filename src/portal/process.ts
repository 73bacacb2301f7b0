// The program of the portal. As the background process, it reports over a pipe to the asker that started it, then runs on
// its own. A command also loads it for an inline portal, and `choice doctor` to see which engine is selected.
import { closeSync, writeSync } from 'node:fs';
import { REPORT_PIPE, type StartReport } from '../protocol/start-report.ts';
import { closeInherited } from '../system/descriptors.ts';
import { logPath, openLog } from '../system/log.ts';
import { resolvePaths } from '../system/paths.ts';
import { hostBackgroundPortal } from './host.ts';

export { INSTALL_NATIVE, selectTransport } from '../transport/select.ts';
export { hostInlinePortal } from './host.ts';

/** Reports to the process that started this one; ignored if that has exited. */
function report(message: StartReport): void {
  try {
    writeSync(REPORT_PIPE, `${JSON.stringify(message)}\n`);
    closeSync(REPORT_PIPE);
  } catch {
    // There is no pipe if the portal was started by hand; or its reader has exited.
  }
}

/** Runs the background process until it ends. */
export async function run(): Promise<void> {
  // The portal must not hold locks or pipes of the script that started it.
  closeInherited(REPORT_PIPE + 1);
  const paths = resolvePaths(process.env);
  const log = openLog(logPath(paths), Date.now);
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
  // Everything is closed and written; do not wait for remaining timers of the native engine.
  process.exit();
}
