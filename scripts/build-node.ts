// The bundles that run in Node: the command line and the portal. Also built by tests, with a part of them replaced.
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type BuildOptions, build, type Plugin } from 'esbuild';

export const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** What every bundle has in common, the page's too. */
export const shared: BuildOptions = {
  bundle: true,
  format: 'esm',
  target: 'es2022',
  logLevel: 'warning',
  legalComments: 'linked',
  absWorkingDir: root,
};

/** Builds `cli.js` and `portal.js` into `outdir`. `open` and native engines are resolved at run time. */
export async function buildNode(outdir: string, plugins: Plugin[] = []): Promise<void> {
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
    plugins,
  });
}
