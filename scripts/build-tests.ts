// Bundles tests, each program into one file that Node runs directly, so that hundreds of processes need not compile
// TypeScript.
import { readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build, type Plugin } from 'esbuild';
import { shared } from './build-node.ts';

const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** The variable that replaces each of these in a bundle. */
const PLACES = { 'import.meta.url': '__url', 'import.meta.filename': '__filename', 'import.meta.dirname': '__dirname' };

/** Makes a module resolve its neighbours from where its source is, not from where the bundle is. */
const atItsPlace: Plugin = {
  name: 'at-its-place',
  setup({ onLoad }) {
    onLoad({ filter: /\.tsx?$/ }, ({ path }) => {
      const places = [pathToFileURL(path).href, path, dirname(path)];
      // Inserted in the first line, so that all line numbers stay the same.
      const names = Object.values(PLACES).join();
      const contents = `const [${names}] = ${JSON.stringify(places)}; ${readFileSync(path, 'utf8')}`;
      return { contents, loader: path.endsWith('x') ? 'tsx' : 'ts' };
    });
  },
};

/** The test files of one process, by the name of the process. */
export type TestPrograms = ReadonlyMap<string, readonly string[]>;

/** Generates a module for each program that imports its files. */
const asPrograms = (programs: TestPrograms): Plugin => ({
  name: 'programs',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^program:/ }, ({ path }) => ({ path: path.slice('program:'.length), namespace: 'program' }));
    onLoad({ filter: /.*/, namespace: 'program' }, ({ path }) => ({
      contents: (programs.get(path) ?? []).map((file) => `import ${JSON.stringify(resolve(root, file))};`).join('\n'),
      resolveDir: root,
    }));
  },
});

/**
 * Builds `programs`, whose files are paths from the root of the project, into `outdir`. Returns the paths of the bundles, in
 * the order of the programs.
 */
export async function buildTests(programs: TestPrograms, outdir: string): Promise<string[]> {
  const names = [...programs.keys()];
  await build({
    ...shared,
    platform: 'node',
    target: 'node20',
    entryPoints: names.map((name) => ({ in: `program:${name}`, out: name })),
    outdir,
    outExtension: { '.js': '.mjs' },
    packages: 'external',
    loader: { '.css': 'empty' },
    jsx: 'automatic',
    jsxImportSource: 'preact',
    sourcemap: 'linked',
    sourcesContent: false,
    define: PLACES,
    plugins: [asPrograms(programs), atItsPlace],
  });
  return names.map((name) => join(outdir, `${name}.mjs`));
}
