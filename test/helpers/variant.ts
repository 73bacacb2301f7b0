// Builds of the real binary that only tests run: with failpoints, or as another version of itself.
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Plugin } from 'esbuild';
import { buildNode } from '../../scripts/build-node.ts';
import type { Failpoint } from '../../src/system/failpoints.ts';
import { type Asker, type Home, type Running, root, startIn } from './choice.ts';
import { registered } from './question.ts';

export interface Variant {
  start(home: Home, args: readonly string[], env?: Readonly<Record<string, string>>): Running;
  /** Starts `ask ARGS` and waits until its prompt is registered. */
  ask(home: Home, args: readonly string[], env?: Readonly<Record<string, string>>): Promise<Asker>;
}

export interface VariantOptions {
  readonly protocol?: number;
  readonly version?: string;
}

/** Builds beside dist/, whose page it shares, with failpoints. It goes with this process, which is one test file. */
export async function buildVariant(options: VariantOptions = {}): Promise<Variant> {
  const directory = mkdtempSync(join(root, '.dist-test-'));
  process.once('exit', () => rmSync(directory, { recursive: true, force: true }));
  await buildNode(directory, { dropLabels: [], plugins: [renumber(options)] });
  symlinkSync(join(root, 'dist', 'web'), join(directory, 'web'));
  const binary = join(directory, 'choice.mjs');
  writeFileSync(
    binary,
    `import { load } from './load.js';\nprocess.exit(await load('cli.js').main(process.argv.slice(2)));\n`,
  );
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
