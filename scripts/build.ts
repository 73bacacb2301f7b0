// Builds dist/: the command line, the portal, and the page with its assets hashed and precompressed.

import { createHash } from 'node:crypto';
import { chmodSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { type BuildOptions, build, type Metafile } from 'esbuild';
import { buildNode, shared } from './build-node.ts';
import { describeThirdParties } from './third-party.ts';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
/** Built aside and moved into place whole, so that a command that runs meanwhile never sees half a build. */
const draft = join(root, `.dist-${process.pid}`);

/** What the page runs, in this order. */
const ENTRIES = ['web/head-start.ts', 'web/app.tsx'];

/** What runs in the browser: app and worker apart, names carrying a hash of their content. Gives the paths of the sources. */
async function buildWeb(): Promise<string[]> {
  const web: BuildOptions = { ...shared, platform: 'browser', minify: true, legalComments: 'none' };
  const app = await build({
    ...web,
    entryPoints: ENTRIES,
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
    metafile: true,
    write: false,
  });
  for (const file of [...app.outputFiles, ...worker.outputFiles]) emit(file.path, file.contents);

  const { outputs } = app.metafile;
  const [style] = Object.values(outputs).flatMap(({ cssBundle }) => cssBundle ?? []);
  if (!style) throw new Error('the page has no style sheet');
  const scripts = new Set(ENTRIES.flatMap((source) => scriptsOf(source, outputs)));
  const digests = new Map(app.outputFiles.map(({ path, contents }) => [urlOf(path), digestOf(contents)]));
  const integrity = (output: string) => `integrity="${digests.get(urlOf(output))}"`;
  const tags = [...scripts].map((path) => `<script type="module" src="${urlOf(path)}" ${integrity(path)}></script>`);
  const later = [...reach(scripts, outputs)].filter((path) => !scripts.has(path)).map(urlOf);
  const parts = Object.fromEntries(later.map((url) => [url, digests.get(url)]));
  const html = readFileSync(join(root, 'web/index.html'), 'utf8')
    .replaceAll('"%STYLE%"', `"${urlOf(style)}" ${integrity(style)}`)
    .replace('>{}<', `>${JSON.stringify({ integrity: parts })}<`)
    .replaceAll('%SCRIPTS%', tags.join('\n    '));
  emit(join(draft, 'web/index.html'), Buffer.from(html));
  return [app, worker].flatMap(({ metafile }) => Object.keys(metafile.inputs));
}

/**
 * What the page names to run `source`. An entry whose code is all shared, and so in chunks, has none of its own: to name
 * those instead spares the browser a step.
 */
function scriptsOf(source: string, outputs: Metafile['outputs']): string[] {
  const [name, entry] = Object.entries(outputs).find(([, { entryPoint }]) => entryPoint === source) ?? [];
  if (name === undefined || !entry) throw new Error(`nothing was built of ${source}`);
  if (Object.values(entry.inputs).some(({ bytesInOutput }) => bytesInOutput > 0)) return [name];
  return entry.imports.flatMap(({ path, kind }) => (kind === 'import-statement' && outputs[path]?.bytes ? [path] : []));
}

/** `paths`, and all that they import, at once or later. */
function reach(paths: Iterable<string>, outputs: Metafile['outputs']): ReadonlySet<string> {
  const reached = new Set(paths);
  for (const each of reached) {
    const imports = outputs[each]?.imports.filter(({ external }) => !external) ?? [];
    for (const { path } of imports) reached.add(path);
  }
  return reached;
}

/**
 * What a browser compares a file with before it uses it: one that somebody else served at this address, while the portal was
 * away, may be in its cache for good.
 */
function digestOf(contents: Uint8Array): string {
  return `sha256-${createHash('sha256').update(contents).digest('base64')}`;
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

const sources = (await Promise.all([buildNode(draft), buildWeb()])).flat();
writeFileSync(join(draft, 'THIRD-PARTY-LICENSES.txt'), describeThirdParties(root, sources));
chmodSync(join(root, 'bin/choice.js'), 0o755);
const dist = join(root, 'dist');
rmSync(dist, { recursive: true, force: true });
renameSync(draft, dist);
console.log('built dist/');
