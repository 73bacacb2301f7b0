// All tests: `npm test`, or some of them by folder or file: `npm test -- unit cli/terminal.test.ts`.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, rmSync, statSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { buildTests } from './build-tests.ts';
import { ensureChromium } from './find-chromium.ts';

const FOLDERS = ['chaos', 'cli', 'contract', 'e2e', 'integration', 'unit'];

/** Test files that `name` stands for: a folder or a file, with or without `test/` before it. */
function listTests(name: string): string[] {
  const path = name.startsWith('test/') ? name : join('test', name);
  if (!existsSync(path)) throw new Error(`${path}: there is no such test file or folder`);
  if (statSync(path).isFile()) return [path];
  return readdirSync(path, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.test.ts'))
    .map((file) => join(path, file))
    .sort();
}

function run(command: string, args: readonly string[]): boolean {
  return spawnSync(command, args, { stdio: 'inherit' }).status === 0;
}

const named = process.argv.slice(2);
const files = (named.length > 0 ? named : FOLDERS).flatMap(listTests);
// The gates build too; a named part of the tests only needs the build.
const isReady =
  named.length > 0
    ? run('node_modules/.bin/tsx', ['scripts/build.ts'])
    : run('node_modules/.bin/tsx', ['scripts/check.ts']);
if (!isReady) {
  process.exitCode = 1;
} else {
  if (files.some((file) => file.startsWith(join('test', 'e2e')))) ensureChromium();
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
    ...(await buildTests(files, outdir)),
  ];
  if (!run(process.execPath, args)) process.exitCode = 1;
}
