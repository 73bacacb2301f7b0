// Builds what runs in Node: the command line and the portal.
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type BuildOptions, build } from 'esbuild';

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
 * Bundles into `outdir`. `open` and native engines are resolved at run time. Failpoints are dropped, unless `own`
 * says otherwise for a build that only tests run.
 */
export async function buildNode(outdir: string, own: BuildOptions = {}): Promise<void> {
  await build({
    ...shared,
    platform: 'node',
    target: 'node20',
    entryPoints: { cli: 'src/cli/main.ts', portal: 'src/portal/process.ts' },
    outdir,
    splitting: true,
    chunkNames: 'chunk-[hash]',
    external: ['open', 'uWebSockets.js', 'bufferutil', 'utf-8-validate'],
    banner: {
      js: "import { createRequire as __createRequire } from 'node:module';\nconst require = __createRequire(import.meta.url);",
    },
    dropLabels: ['FAILPOINT'],
    ...own,
  });
}
