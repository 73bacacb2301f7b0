// Runs every static gate: types for each runtime, lint and format, import edges, page size. All of them run, as many at once
// as there are processors; if any fails, the check fails.
import { execFile } from 'node:child_process';
import { availableParallelism } from 'node:os';

type Gate = readonly [name: string, ...command: string[]];

/** The slowest first. The gates of one row depend on each other, in this order. */
const ROWS: readonly (readonly Gate[])[] = [
  [['types: Node', 'tsc', '-p', '.']],
  [['lint and format', 'biome', 'check', '.']],
  [['types: end-to-end tests', 'tsc', '-p', 'test/e2e']],
  [
    ['build', 'tsx', 'scripts/build.ts'],
    ['page size', 'tsx', 'scripts/check-size.ts'],
  ],
  [['types: page', 'tsc', '-p', 'web']],
  [['types: pure rooms', 'tsc', '-p', 'src/core']],
  [['types: service worker', 'tsc', '-p', 'web/worker']],
  [['documents', 'tsx', 'scripts/write-docs.ts', '--check']],
  [['import edges', 'tsx', 'scripts/check-imports.ts']],
];

/** Runs one gate and prints its output in one piece; true when it passed. */
function pass([name, command = '', ...args]: Gate): Promise<boolean> {
  return new Promise((resolve) => {
    execFile(`node_modules/.bin/${command}`, args, { maxBuffer: 64 * 1024 * 1024 }, (error, stdout, stderr) => {
      console.log(`\n> ${name}`);
      process.stdout.write(stdout);
      process.stderr.write(stderr);
      resolve(error === null);
    });
  });
}

const failed: string[] = [];
const waiting = [...ROWS];

/** Runs one row after another until none is left. */
async function work(): Promise<void> {
  for (let row = waiting.shift(); row; row = waiting.shift()) {
    for (const gate of row) if (!(await pass(gate))) failed.push(gate[0]);
  }
}

await Promise.all(Array.from({ length: availableParallelism() }, work));
if (failed.length > 0) {
  console.error(`\nfailed: ${failed.join(', ')}`);
  process.exitCode = 1;
}
