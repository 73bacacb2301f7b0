// Describes the machine that a bench ran on, without anything that identifies it.
import { readFileSync } from 'node:fs';
import os from 'node:os';

export interface Environment {
  readonly node: string;
  readonly system: string;
  readonly cores: number;
  readonly memory_gib: number;
  /** The load average over one minute at the start: above `cores`, other processes were busy too. */
  readonly load: number;
  readonly date: string;
}

export function readEnvironment(): Environment {
  return {
    node: process.version,
    system: readSystem(),
    cores: os.availableParallelism(),
    memory_gib: Math.round(os.totalmem() / 2 ** 30),
    load: Number((os.loadavg()[0] ?? 0).toFixed(1)),
    date: new Date().toISOString().slice(0, 10),
  };
}

function readSystem(): string {
  try {
    const name = /^PRETTY_NAME="?([^"\n]*)/m.exec(readFileSync('/etc/os-release', 'utf8'))?.[1];
    if (name) return name;
  } catch {
    // Not Linux.
  }
  return `${os.type()} ${os.release()}`;
}

export function describe({ node, system, cores, memory_gib, load, date }: Environment): string {
  return `Node ${node}, ${system}, ${cores} cores, ${memory_gib} GiB, load ${load} at the beginning, ${date}`;
}
