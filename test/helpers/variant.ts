// Builds of the real binary that only tests run: with failpoints, or as another version of itself.
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Plugin } from 'esbuild';
import type { Failpoint } from '../../src/system/failpoints.ts';
import { type Asker, type Home, type Running, startIn } from './choice.ts';
import { registered } from './question.ts';
import { buildAside, removeBuild } from './test-build.ts';

export interface Variant {
  start(home: Home, args: readonly string[], env?: Readonly<Record<string, string>>): Running;
  /** Starts `ask ARGS` and waits until its prompt is registered. */
  ask(home: Home, args: readonly string[], env?: Readonly<Record<string, string>>): Promise<Asker>;
}

export interface VariantOptions {
  readonly protocol?: number;
  readonly version?: string;
}

/** Builds with failpoints. The build goes with this process, which is one test file. */
export async function buildVariant(options: VariantOptions = {}): Promise<Variant> {
  const { directory, binary } = await buildAside({ dropLabels: [], plugins: [renumber(options)] });
  process.once('exit', () => removeBuild(directory));
  const start: Variant['start'] = (home, args, env) => startIn(home, process.execPath, [binary, ...args], env);
  return { start, ask: (home, args, env) => registered(start(home, ['ask', ...args], env)) };
}

function renumber({ protocol, version }: VariantOptions): Plugin {
  return {
    name: 'renumber',
    setup(build) {
      if (version !== undefined)
        build.onLoad({ filter: /src\/system\/version\.ts$/ }, () => ({
          contents: `export const version = ${JSON.stringify(version)};`,
          loader: 'ts',
        }));
      if (protocol !== undefined)
        build.onLoad({ filter: /src\/protocol\/version\.ts$/ }, () => ({
          contents: `export const PROTOCOL = ${protocol};
            export const SUBPROTOCOL = 'choice.v${protocol}';
            export const TOKEN_SUBPROTOCOL_PREFIX = 'choice.token.';`,
          loader: 'ts',
        }));
    },
  };
}

/** From now on the portals of `home` meet this fault, where their build has it. Gives the way to end that. */
export function arm({ directory }: Home, failpoint: Failpoint): () => void {
  const path = join(directory, 'failpoint');
  writeFileSync(path, failpoint);
  return () => rmSync(path, { force: true });
}
