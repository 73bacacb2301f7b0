// The processes of a bench: bundled like the product, started, and controlled over IPC.
import { type ChildProcess, fork, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import type { Scope } from '../../test/helpers/choice.ts';

export type Command = { readonly id: number } & (
  | { readonly type: 'usage' | 'tokens' }
  | { readonly type: 'rounds' | 'lateness' | 'others'; readonly count: number }
  | { readonly type: 'load'; readonly on: boolean }
);

type Without<T> = T extends unknown ? Omit<T, 'id'> : never;

export interface Usage {
  readonly cpu_ms: number;
  readonly rss_mib: number;
}

/** Bundles server.ts and crowd.ts into a directory beside the sources, where native engines are found; returns its path. */
export async function bundle(scope: Scope): Promise<string> {
  const outdir = join(import.meta.dirname, '..', '..', `.dist-bench-${process.pid}`);
  scope.after(() => rmSync(outdir, { recursive: true, force: true }));
  await build({
    entryPoints: ['server', 'crowd'].map((name) => join(import.meta.dirname, `${name}.ts`)),
    outdir,
    bundle: true,
    minify: true,
    platform: 'node',
    format: 'esm',
    outExtension: { '.js': '.mjs' },
    external: ['uWebSockets.js', 'bufferutil', 'utf-8-validate'],
    banner: {
      js: "import { createRequire as makeRequire } from 'node:module'; const require = makeRequire(import.meta.url);",
    },
    logLevel: 'warning',
    dropLabels: ['FAILPOINT'],
  });
  return outdir;
}

/** A child process that replies to commands. */
export class Worker {
  readonly #child: ChildProcess;
  #requests = 0;
  /** The result in its first message, sent when it is ready: its port, or the number of links that it opened. */
  readonly first: number;

  private constructor(child: ChildProcess, first: number) {
    this.#child = child;
    this.first = first;
  }

  static async start(scope: Scope, file: string, args: readonly (string | number)[]): Promise<Worker> {
    const child = fork(file, args.map(String), { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
    scope.after(() => void child.kill());
    const [{ result }] = await once(child, 'message');
    return new Worker(child, result);
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  /** Rejects when the process exits before it has replied. */
  ask<T>(command: Without<Command>): Promise<T> {
    this.#requests += 1;
    const id = this.#requests;
    return new Promise((resolve, reject) => {
      const hear = (message: { id: number; result: T }) => {
        if (message.id !== id) return;
        this.#child.off('message', hear).off('exit', fail);
        resolve(message.result);
      };
      const fail = () => reject(new Error(`the process that was asked for ${command.type} has ended`));
      this.#child.on('message', hear).once('exit', fail);
      this.#child.send({ ...command, id });
    });
  }

  async end(): Promise<void> {
    this.#child.kill();
    if (this.#child.exitCode === null && this.#child.signalCode === null) await once(this.#child, 'exit');
  }
}

/** The hard limit on file descriptors: each tab takes one at either end. */
export function descriptorLimit(): number {
  const { stdout } = spawnSync('/bin/sh', ['-c', 'ulimit -Hn'], { encoding: 'utf8' });
  return Number(stdout) || Number.POSITIVE_INFINITY;
}
