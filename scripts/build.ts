// Builds dist/: the command line, the portal, and the page with its assets hashed and precompressed.
import { chmodSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { type BuildOptions, build } from 'esbuild';
import { buildNode, shared } from './build-node.ts';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
/** Built aside and moved into place whole, so that a command that runs meanwhile never sees half a build. */
const draft = join(root, `.dist-${process.pid}`);

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

await Promise.all([buildNode(draft), buildWeb()]);
chmodSync(join(root, 'bin/choice.js'), 0o755);
const dist = join(root, 'dist');
rmSync(dist, { recursive: true, force: true });
renameSync(draft, dist);
console.log('built dist/');
