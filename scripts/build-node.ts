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

/** The first line of a program, which its digest replaces: src/load.cjs keeps compiled code under that name. */
const DIGEST_LINE = `//${'0'.repeat(16)}`;

/** commander can run other programs as its commands, which ours never are: what that takes need not be loaded. */
const commanderAlone: Plugin = {
  name: 'commander-alone',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^node:child_process$/ }, ({ importer, path }) =>
      importer.includes('/commander/') ? { path, namespace: 'nothing' } : null,
    );
    onLoad({ filter: /.*/, namespace: 'nothing' }, () => ({ contents: '' }));
  },
};

/** The programs, by the name of their file. What one of them imports of another by `import()` it loads when it needs it. */
const PROGRAMS = { cli: 'src/cli/main.ts', portal: 'src/portal/process.ts', terminal: 'src/terminal/surface.ts' };

/** A start reads and unpacks only its own program: 7 ms less than with everything in one file. */
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
 * Bundles each program into one file of `outdir`, with a source map. Modules that are imported by `import()` are in it and
 * run when they are first needed. Native engines are resolved at run time. Failpoints are dropped, unless `own` says
 * otherwise for a build that only tests run. Returns the paths of the sources.
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
    // A script that src/load.cjs compiles by itself has no `import()`.
    supported: { 'dynamic-import': false },
    dropLabels: ['FAILPOINT'],
    // A start takes 10 ms less: V8 reads the whole text each time.
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
 * A program that is all ASCII, which V8 keeps in half the memory and reads faster, and begins with its digest. What esbuild
 * leaves of other characters is in comments and regular expressions.
 */
function finishProgram(text: string): string {
  const ascii = text.replaceAll(/[^\0-\x7f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
  const digest = createHash('sha256').update(ascii).digest('hex').slice(0, 16);
  return ascii.replace(DIGEST_LINE, `//${digest}`);
}
