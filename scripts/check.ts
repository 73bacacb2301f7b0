// Every static gate: types for each runtime, lint and format, import edges, page size. All run; any failure fails.
import { spawnSync } from 'node:child_process';

const GATES: readonly (readonly [name: string, ...command: string[]])[] = [
  ['types: pure rooms', 'tsc', '-p', 'src/core'],
  ['types: Node', 'tsc', '-p', '.'],
  ['types: page', 'tsc', '-p', 'web'],
  ['types: service worker', 'tsc', '-p', 'web/worker'],
  ['types: end-to-end tests', 'tsc', '-p', 'test/e2e'],
  ['lint and format', 'biome', 'check', '.'],
  ['documents', 'tsx', 'scripts/write-docs.ts', '--check'],
  ['import edges', 'tsx', 'scripts/check-imports.ts'],
  ['build', 'tsx', 'scripts/build.ts'],
  ['page size', 'tsx', 'scripts/check-size.ts'],
];

const failed = GATES.filter(([name, command = '', ...args]) => {
  console.log(`\n> ${name}`);
  return spawnSync(`node_modules/.bin/${command}`, args, { stdio: 'inherit' }).status !== 0;
});
if (failed.length > 0) {
  console.error(`\nfailed: ${failed.map(([name]) => name).join(', ')}`);
  process.exitCode = 1;
}
