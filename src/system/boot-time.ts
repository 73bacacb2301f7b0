// The time since this machine was booted, which no step of the wall clock changes.
import os from 'node:os';
import { readBoot } from './process-identity.ts';

/** An instant since the boot `boot`: ms, suspend included, in steps of `BOOT_TIME_STEP_MS`. */
export interface BootTime {
  /** Opaque; differs from boot to boot. */
  readonly boot: string;
  readonly ms: number;
}

export const BOOT_TIME_STEP_MS = 10;

/** Null where the platform does not name its boots, or derives the time since boot from the wall clock. */
export function bootTime(): BootTime | null {
  const boot = process.platform === 'linux' ? readBoot() : '';
  return boot === '' ? null : { boot, ms: os.uptime() * 1000 };
}
