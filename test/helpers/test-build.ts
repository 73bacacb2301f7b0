// Builds of the real binary with lines of the source replaced: faults that a test has to catch. What ships is built
// without any of this.
import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { BuildOptions, Plugin } from 'esbuild';
import { buildNode } from '../../scripts/build-node.ts';
import { root, type Scope } from './choice.ts';
import { atEnd } from './cleanup.ts';

/** Puts `replace` where `find` stands in `file`, a path from the root of the project. `find` must stand there once. */
export interface Edit {
  readonly file: string;
  readonly find: string;
  readonly replace: string;
}

/** Builds beside dist/, whose page it shares. Gives the folder, which the caller removes, and the binary in it. */
export async function buildAside(options: BuildOptions): Promise<{ directory: string; binary: string }> {
  const directory = mkdtempSync(join(root, '.dist-test-'));
  await buildNode(directory, options);
  symlinkSync(join(root, 'dist', 'web'), join(directory, 'web'));
  const binary = join(directory, 'choice.mjs');
  writeFileSync(
    binary,
    `import { load } from './load.js';\nconst { main, processIo } = load('cli.js');\nprocess.exit(await main(processIo(process.argv.slice(2))));\n`,
  );
  return { directory, binary };
}

/** Builds with `edits`; gives the path of the binary. It goes when `t` ends. */
export async function buildWithEdits(t: Scope, edits: readonly Edit[]): Promise<string> {
  const { directory, binary } = await buildAside({ plugins: [replaceLines(edits)] });
  atEnd(t, () => removeBuild(directory));
  return binary;
}

/** Removes a build, again where a process that ends has just left its code cache there. */
export function removeBuild(directory: string): void {
  for (let attempt = 0; existsSync(directory) && attempt < 10; attempt += 1) {
    try {
      rmSync(directory, { recursive: true, force: true });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOTEMPTY') throw error;
    }
  }
}

function replaceLines(edits: readonly Edit[]): Plugin {
  return {
    name: 'replace-lines',
    setup({ onLoad, onEnd }) {
      const unused = new Set(edits);
      onLoad({ filter: /\.ts$/ }, ({ path }) => {
        const wanted = edits.filter(({ file }) => resolve(root, file) === path);
        if (wanted.length === 0) return null;
        for (const edit of wanted) unused.delete(edit);
        return { contents: wanted.reduce(applyEdit, readFileSync(path, 'utf8')), loader: 'ts' };
      });
      onEnd(() => assert.deepEqual([...unused], [], 'every edited file is part of the build'));
    },
  };
}

/** Fails unless `find` stands in `text` once. */
export function applyEdit(text: string, { file, find, replace }: Edit): string {
  assert.equal(text.split(find).length, 2, `${file} does not hold exactly once: ${find}`);
  return text.replace(find, () => replace);
}
