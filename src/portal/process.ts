// The background process: reports over IPC to the asker that started it, then lives on alone.
import { join } from 'node:path';
import { openLog } from '../system/log.ts';
import { resolvePaths } from '../system/paths.ts';
import { hostBackgroundPortal } from './host.ts';
import { AlreadyRunningError } from './listen.ts';

/** What the starter is told, once. */
export type StartReport =
  | { readonly type: 'ready'; readonly port: number }
  | { readonly type: 'already_running'; readonly port: number }
  | { readonly type: 'failed'; readonly message: string };

function report(message: StartReport): Promise<void> {
  return new Promise((resolve) => {
    if (!process.send) return resolve();
    // The starter may be gone: then nobody needs to know.
    process.send(message, () => resolve());
  });
}

async function run(): Promise<void> {
  const paths = resolvePaths(process.env);
  const log = openLog(join(paths.log, 'portal.log'), Date.now);
  process.on('SIGHUP', () => {});
  process.on('uncaughtException', (error) => {
    log.error('the portal failed and leaves; askers start another', error);
    process.exit(70);
  });
  try {
    const portal = await hostBackgroundPortal(paths, process.env);
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void portal.close());
    await report({ type: 'ready', port: portal.port });
    await portal.closed;
  } catch (error) {
    if (error instanceof AlreadyRunningError) {
      await report({ type: 'already_running', port: error.port });
    } else {
      log.error('the portal could not start', error);
      await report({ type: 'failed', message: error instanceof Error ? error.message : String(error) });
      process.exitCode = 70;
    }
  }
}

await run();
// Everything is closed and written; what the native engine still has on its clock is not worth waiting for.
process.exit();
