// All tests: `npm test`, or those in the folders named: `npm test -- unit cli`.
import { spawnSync } from 'node:child_process';
import { readdirSync, rmSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { buildTests } from './build-tests.ts';
import { ensureChromium } from './find-chromium.ts';

const FOLDERS = ['chaos', 'cli', 'contract', 'e2e', 'integration', 'unit'];

function listTests(folder: string): string[] {
  return readdirSync(join('test', folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.test.ts'))
    .map((name) => join('test', folder, name))
    .sort();
}

function run(command: string, args: readonly string[]): boolean {
  return spawnSync(command, args, { stdio: 'inherit' }).status === 0;
}

const named = process.argv.slice(2);
const folders = named.length > 0 ? named : FOLDERS;
// The gates build too; a named part of the tests only needs the build.
const isReady =
  named.length > 0
    ? run('node_modules/.bin/tsx', ['scripts/build.ts'])
    : run('node_modules/.bin/tsx', ['scripts/check.ts']);
if (!isReady) {
  process.exitCode = 1;
} else {
  if (folders.includes('e2e')) ensureChromium();
  const outdir = `.dist-tests-${process.pid}`;
  process.once('exit', () => rmSync(outdir, { recursive: true, force: true }));
  const args = [
    '--enable-source-maps',
    '--test',
    '--test-reporter=spec',
    '--test-timeout=240000',
    // One file more than there are processors, as tests wait a lot. Node takes them by their names: the unit tests, each of
    // which is short, come last, so that no processor waits long for the others.
    `--test-concurrency=${availableParallelism() + 1}`,
    ...(await buildTests(folders.flatMap(listTests), outdir)),
  ];
  if (!run(process.execPath, args)) process.exitCode = 1;
}
