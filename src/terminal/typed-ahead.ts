// Discards input typed before a prompt is drawn, which the terminal buffers for the next program that reads.
import { closeSync, constants, openSync, readSync } from 'node:fs';

/** Maximum number of reads; no human types more than that. */
const MAX_READS = 256;
const READ_BYTES = 4_096;

/**
 * Drops the buffered input of this process's terminal, like tcflush(3). The terminal must be in raw mode, or an unfinished
 * line would stay. Does nothing if this process has no terminal.
 */
export function discardTyped(): void {
  let file: number | null = null;
  try {
    // O_NONBLOCK applies to this open file description only, not to other processes that have the terminal open.
    file = openSync('/dev/tty', constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOCTTY);
    const buffer = Buffer.alloc(READ_BYTES);
    for (let reads = 0; reads < MAX_READS && readSync(file, buffer) > 0; reads += 1);
  } catch {
    // EAGAIN: nothing is left to read.
  } finally {
    if (file !== null) closeSync(file);
  }
}
