// Builds what runs in Node: the command line, the portal and the terminal, each one file with a source map.
import { createHash } from 'node:crypto';
import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type BuildOptions, build, type Plugin } from 'esbuild';

const root = dirname(dirname(fileURLToPath(import.meta.url)));

export const shared: BuildOptions = {
  bundle: true,
  format: 'esm',
  target: 'es2022',
  logLevel: 'warning',
  legalComments: 'linked',
  absWorkingDir: root,
};

/**
 * Placeholder for the first line of a program, which its digest replaces: src/load.cjs caches compiled code under that name.
 */
const DIGEST_LINE = `//${'0'.repeat(16)}`;

/**
 * Leaves `node:child_process` out of commander, which needs it only for commands that are separate programs; ours never are.
 */
const commanderAlone: Plugin = {
  name: 'commander-alone',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^node:child_process$/ }, ({ importer, path }) =>
      importer.includes('/commander/') ? { path, namespace: 'nothing' } : null,
    );
    onLoad({ filter: /.*/, namespace: 'nothing' }, () => ({ contents: '' }));
  },
};

/** The programs, by file name. A program loads another one, imported by `import()`, only when it needs it. */
const PROGRAMS = { cli: 'src/cli/main.ts', portal: 'src/portal/process.ts', terminal: 'src/terminal/surface.ts' };

/**
 * Keeps the programs in separate files, so that a start reads and parses only its own: 7 ms less than with a single file.
 */
const programsApart: Plugin = {
  name: 'programs-apart',
  setup({ onResolve }) {
    onResolve({ filter: /^\.\.?\// }, ({ kind, path, resolveDir }) => {
      if (kind !== 'dynamic-import') return null;
      const source = resolve(resolveDir, path);
      const name = Object.entries(PROGRAMS).find(([, entry]) => resolve(root, entry) === source)?.[0];
      return name === undefined ? null : { path: `./${name}.js`, external: true };
    });
  },
};

/**
 * Bundles each program into one file of `outdir`, with a source map. Modules imported by `import()` are included, and run on
 * first use. Native engines are resolved at run time. Failpoints are dropped, unless `own` overrides that for a build that
 * only tests run. Returns the paths of the sources.
 */
export async function buildNode(outdir: string, { plugins = [], ...own }: BuildOptions = {}): Promise<string[]> {
  const { outputFiles, metafile } = await build({
    ...shared,
    platform: 'node',
    // CommonJS, which Node starts faster than ES modules.
    format: 'cjs',
    target: 'node20',
    entryPoints: PROGRAMS,
    outdir,
    external: ['uWebSockets.js', 'bufferutil', 'utf-8-validate'],
    define: { 'import.meta.dirname': '__dirname', 'import.meta.filename': '__filename' },
    // `import()` is not available in a script that src/load.cjs compiles.
    supported: { 'dynamic-import': false },
    dropLabels: ['FAILPOINT'],
    // Saves 10 ms per start: V8 reads the whole text each time.
    minify: true,
    sourcemap: 'linked',
    sourcesContent: false,
    banner: { js: DIGEST_LINE },
    plugins: [commanderAlone, programsApart, ...plugins],
    ...own,
    metafile: true,
    write: false,
  });
  mkdirSync(outdir, { recursive: true });
  for (const { path, text } of outputFiles) {
    writeFileSync(join(outdir, basename(path)), path.endsWith('.js') ? finishProgram(text) : text);
  }
  copyFileSync(join(root, 'src', 'load.cjs'), join(outdir, 'load.js'));
  writeFileSync(join(outdir, 'package.json'), '{ "type": "commonjs" }\n');
  return Object.keys(metafile.inputs);
}

/**
 * Returns the program in pure ASCII, which V8 stores in half the memory and reads faster, with its digest as the first line.
 * The other characters that esbuild leaves are in comments and regular expressions.
 */
function finishProgram(text: string): string {
  const ascii = text.replaceAll(/[^\0-\x7f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
  const digest = createHash('sha256').update(ascii).digest('hex').slice(0, 16);
  return ascii.replace(DIGEST_LINE, `//${digest}`);
}
