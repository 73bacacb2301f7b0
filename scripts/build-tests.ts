// Bundles tests, each program into one file that Node runs as it is: hundreds of processes need not compile on their own.
import { readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build, type Plugin } from 'esbuild';
import { shared } from './build-node.ts';

const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** What stands for each of these in a bundle. */
const PLACES = { 'import.meta.url': '__url', 'import.meta.filename': '__filename', 'import.meta.dirname': '__dirname' };

/** A module goes on to find its neighbours where its source is, not where the bundle is. */
const atItsPlace: Plugin = {
  name: 'at-its-place',
  setup({ onLoad }) {
    onLoad({ filter: /\.tsx?$/ }, ({ path }) => {
      const places = [pathToFileURL(path).href, path, dirname(path)];
      // On the line of the first one, so that all others keep their numbers.
      const names = Object.values(PLACES).join();
      const contents = `const [${names}] = ${JSON.stringify(places)}; ${readFileSync(path, 'utf8')}`;
      return { contents, loader: path.endsWith('x') ? 'tsx' : 'ts' };
    });
  },
};

/** The test files of one process, by the name of the process. */
export type TestPrograms = ReadonlyMap<string, readonly string[]>;

/** Gives each program a module that imports its files. */
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
 * Builds `programs`, whose files are paths from the root of the project, into `outdir`. Gives the paths of what was
 * built, in their order.
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
