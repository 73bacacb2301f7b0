// Builds dist/: the command line, the portal, and the page with its assets hashed and precompressed.
import { chmodSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { type BuildOptions, build, type Plugin } from 'esbuild';
import { packChunks } from './pack-chunks.ts';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
/** Built aside and moved into place whole, so that a command that runs meanwhile never sees half a build. */
const draft = join(root, `.dist-${process.pid}`);

const NODE = 'node20';

const shared: BuildOptions = {
  bundle: true,
  format: 'esm',
  target: 'es2022',
  logLevel: 'warning',
  legalComments: 'linked',
  absWorkingDir: root,
};

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

/**
 * What runs in Node: entries, what they share, and a chunk for each part that is imported lazily. `open` and native
 * engines are resolved at run time.
 */
async function buildNode(): Promise<void> {
  const { outputFiles, metafile } = await build({
    ...shared,
    platform: 'node',
    target: NODE,
    entryPoints: { cli: 'src/cli/main.ts', portal: 'src/portal/process.ts' },
    outdir: draft,
    splitting: true,
    chunkNames: '[name]-[hash]',
    external: ['open', 'uWebSockets.js', 'bufferutil', 'utf-8-validate'],
    plugins: [commanderAlone],
    // What CommonJS has by other names.
    define: { 'import.meta.dirname': '__dirname', 'import.meta.filename': '__filename' },
    metafile: true,
    write: false,
  });
  mkdirSync(draft, { recursive: true });
  for (const { name, text } of await packChunks(outputFiles, metafile)) writeFileSync(join(draft, name), text);
  writeFileSync(join(draft, 'package.json'), '{ "type": "commonjs" }\n');
}

/** What runs in the browser: app and worker apart, names carrying a hash of their content. */
async function buildWeb(): Promise<void> {
  const web: BuildOptions = { ...shared, platform: 'browser', minify: true, legalComments: 'none' };
  const app = await build({
    ...web,
    entryPoints: { app: 'web/app.tsx' },
    outdir: join(draft, 'web/assets'),
    entryNames: '[name]-[hash]',
    chunkNames: '[name]-[hash]',
    splitting: true,
    jsx: 'automatic',
    jsxImportSource: 'preact',
    metafile: true,
    write: false,
  });
  const worker = await build({
    ...web,
    format: 'iife',
    entryPoints: { sw: 'web/worker/sw.ts' },
    outdir: join(draft, 'web'),
    write: false,
  });
  for (const file of [...app.outputFiles, ...worker.outputFiles]) emit(file.path, file.contents);

  const entry = Object.entries(app.metafile?.outputs ?? {}).find(([, output]) => output.entryPoint === 'web/app.tsx');
  if (!entry?.[1].cssBundle) throw new Error('the page has no entry or no style sheet');
  const [name, { cssBundle, imports }] = entry;
  // What the entry needs at once is asked for beside it, not after it.
  const preloads = imports
    .filter(({ kind }) => kind === 'import-statement')
    .map(({ path }) => `<link rel="modulepreload" href="${urlOf(path)}">`);
  const html = readFileSync(join(root, 'web/index.html'), 'utf8')
    .replaceAll('%APP%', urlOf(name))
    .replaceAll('%STYLE%', urlOf(cssBundle))
    .replaceAll('%PRELOADS%', preloads.join('\n    '));
  emit(join(draft, 'web/index.html'), Buffer.from(html));
}

/** The address at which the portal serves the built file `output`. */
function urlOf(output: string): string {
  return output.slice(output.indexOf('/web/') + '/web'.length);
}

/** Writes a file and its brotli and gzip forms beside it. */
function emit(path: string, contents: Uint8Array): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, contents);
  writeFileSync(`${path}.br`, brotliCompressSync(contents, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }));
  writeFileSync(`${path}.gz`, gzipSync(contents, { level: 9 }));
}

await Promise.all([buildNode(), buildWeb()]);
chmodSync(join(root, 'bin/choice.js'), 0o755);
const dist = join(root, 'dist');
rmSync(dist, { recursive: true, force: true });
renameSync(draft, dist);
console.log('built dist/');
