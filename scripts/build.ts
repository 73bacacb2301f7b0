// Builds dist/: the command line, the portal, and the page with its assets hashed and precompressed.

import { createHash } from 'node:crypto';
import { chmodSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { type BuildOptions, build } from 'esbuild';
import { buildNode, shared } from './build-node.ts';
import { describeThirdParties } from './third-party.ts';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
/**
 * Built in a temporary directory and moved into place as a whole, so that a command that runs at the same time never sees
 * half a build.
 */
const draft = join(root, `.dist-${process.pid}`);

/**
 * Builds what runs in the browser: the page as one script, one style sheet and one chunk that is loaded on demand, with
 * content hashes in their names; a short inline script that runs before they are loaded; and the service worker. Returns the
 * paths of the sources.
 */
async function buildWeb(): Promise<string[]> {
  const web: BuildOptions = { ...shared, platform: 'browser', minify: true, legalComments: 'none' };
  const app = await build({
    ...web,
    entryPoints: { app: 'web/shell/main.tsx' },
    outdir: join(draft, 'web/assets'),
    entryNames: '[name]-[hash]',
    chunkNames: '[name]-[hash]',
    splitting: true,
    jsx: 'automatic',
    jsxImportSource: 'preact',
    metafile: true,
    write: false,
  });
  const buildAlone = (source: string, name: string) =>
    build({
      ...web,
      format: 'iife',
      entryPoints: { [name]: source },
      outdir: join(draft, 'web'),
      metafile: true,
      write: false,
    });
  const [worker, preconnect] = await Promise.all([
    buildAlone('web/worker/sw.ts', 'sw'),
    buildAlone('web/shell/preconnect.ts', 'preconnect'),
  ]);
  for (const file of [...app.outputFiles, ...worker.outputFiles]) emit(file.path, file.contents);

  const assets = app.outputFiles.map(({ path, contents }) => ({ url: urlOf(path), digest: digestOf(contents) }));
  // One script, its styles, and the Markdown reader: anything more would be one more request before the page appears.
  if (assets.length !== 3)
    throw new Error(`the page is in other parts than expected: ${assets.map(({ url }) => url).join(' ')}`);
  const attributeOf = (name: RegExp) => {
    const found = assets.find(({ url }) => name.test(url));
    if (!found) throw new Error(`the page has nothing like ${name}`);
    return `"${found.url}" integrity="${found.digest}"`;
  };
  const integrity = Object.fromEntries(
    assets.flatMap(({ url, digest }) => (url.endsWith('.js') ? [[url, digest]] : [])),
  );
  const html = readFileSync(join(root, 'web/index.html'), 'utf8')
    .replace('<script></script>', () => `<script>${preconnect.outputFiles[0]?.text.trim()}</script>`)
    .replace('"%STYLE%"', attributeOf(/\/app-\w+\.css$/))
    .replace('"%SCRIPT%"', attributeOf(/\/app-\w+\.js$/))
    .replace('>{}<', `>${JSON.stringify({ integrity })}<`);
  emit(join(draft, 'web/index.html'), Buffer.from(html));
  return [app, worker].flatMap(({ metafile }) => Object.keys(metafile.inputs));
}

/**
 * The digest that a browser checks before it uses a file: while the portal was away, another program may have served one at
 * this URL that the browser caches for good.
 */
function digestOf(contents: Uint8Array): string {
  return `sha256-${createHash('sha256').update(contents).digest('base64')}`;
}

/** The URL path at which the portal serves the built file `output`. */
function urlOf(output: string): string {
  return output.slice(output.indexOf('/web/') + '/web'.length);
}

/** Writes a file, with its brotli and gzip forms beside it. */
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
