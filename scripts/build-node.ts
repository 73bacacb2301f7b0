// Builds what runs in Node: the command line and the portal.
import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type BuildOptions, build, type Plugin } from 'esbuild';
import { packChunks } from './pack-chunks.ts';

const root = dirname(dirname(fileURLToPath(import.meta.url)));

export const shared: BuildOptions = {
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
 * Bundles into `outdir`: what each process is sure to need, and a chunk for each part that it may import later. Native
 * engines are resolved at run time. Failpoints are dropped, unless `own` says otherwise for a build that only tests run.
 * Gives the paths of the sources.
 */
export async function buildNode(outdir: string, { plugins = [], ...own }: BuildOptions = {}): Promise<string[]> {
  const { outputFiles, metafile } = await build({
    ...shared,
    platform: 'node',
    target: 'node20',
    entryPoints: { cli: 'src/cli/main.ts', portal: 'src/portal/process.ts' },
    outdir,
    splitting: true,
    chunkNames: '[name]-[hash]',
    external: ['uWebSockets.js', 'bufferutil', 'utf-8-validate'],
    // What CommonJS has by other names.
    define: { 'import.meta.dirname': '__dirname', 'import.meta.filename': '__filename' },
    dropLabels: ['FAILPOINT'],
    plugins: [commanderAlone, ...plugins],
    ...own,
    metafile: true,
    write: false,
  });
  mkdirSync(outdir, { recursive: true });
  for (const { name, text } of await packChunks(outputFiles, metafile)) writeFileSync(join(outdir, name), text);
  copyFileSync(join(root, 'src', 'load.cjs'), join(outdir, 'load.js'));
  writeFileSync(join(outdir, 'package.json'), '{ "type": "commonjs" }\n');
  return Object.keys(metafile.inputs);
}
