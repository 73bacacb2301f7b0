// Builds of the command line and the portal with lines of the source replaced: failpoints and faults for tests alone.
// What ships is built without any of this.
import assert from 'node:assert/strict';
import { copyFileSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Plugin } from 'esbuild';
import { buildNode } from '../../scripts/build-node.ts';
import { root } from './choice.ts';

/** Puts `replace` where `find` stands in `file`, a path from the root of the project. `find` must stand there once. */
export interface Edit {
  readonly file: string;
  readonly find: string;
  readonly replace: string;
}

/** Builds `choice` with `edits` into `directory`, which is made; gives the path of its binary. */
export async function buildVariant(directory: string, edits: readonly Edit[]): Promise<string> {
  const dist = join(directory, 'dist');
  mkdirSync(join(directory, 'bin'), { recursive: true });
  await buildNode(dist, [replaceLines(edits)]);
  symlinkSync(join(root, 'node_modules'), join(directory, 'node_modules'));
  symlinkSync(join(root, 'dist', 'web'), join(dist, 'web'));
  copyFileSync(join(root, 'package.json'), join(directory, 'package.json'));
  const binary = join(directory, 'bin', 'choice.js');
  copyFileSync(join(root, 'bin', 'choice.js'), binary);
  return binary;
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

function applyEdit(text: string, { file, find, replace }: Edit): string {
  assert.equal(text.split(find).length, 2, `${file} does not hold exactly once: ${find}`);
  return text.replace(find, () => replace);
}
