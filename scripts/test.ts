// Runs the tests: `npm test` runs those that take minutes, `npm run test:long` those named `*.long.test.ts`. `npm test --
// unit cli/terminal.test.ts` runs folders and files, without the static gates.
import { spawn } from 'node:child_process';
import { existsSync, readdirSync, rmSync, statSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join, relative, sep } from 'node:path';
import { parseArgs } from 'node:util';
import { buildTests } from './build-tests.ts';
import { requireChromium } from './find-chromium.ts';
import { installPrograms } from './install-programs.ts';

/** Those that take longest begin first, so that no processor is idle while the last one ends. */
const FOLDERS = ['e2e', 'cli', 'chaos', 'integration', 'contract', 'unit'];
const E2E = join('test', 'e2e');

/** How long one test, and one process of tests, may take before it fails: ms. */
const TIMEOUT_MS = { short: 1_800_000, long: 3_600_000 };

const { values, positionals } = parseArgs({
  options: { long: { type: 'boolean', default: false } },
  allowPositionals: true,
});

/** The test files for `name`: a file, or the short or long ones of a folder, with or without `test/` before it. */
function listTests(name: string): string[] {
  const path = name.startsWith('test/') ? name : join('test', name);
  if (!existsSync(path)) throw new Error(`${path}: there is no such test file or folder`);
  if (statSync(path).isFile()) return [path];
  return readdirSync(path, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.test.ts') && file.endsWith('.long.test.ts') === values.long)
    .map((file) => join(path, file))
    .sort();
}

/**
 * How many processes share the files of a folder; each runs its files one after the other. Starting Node, and Chromium, for
 * each file would take longer than many of the tests. Each file of the other folders has a process of its own, and so has
 * each long test, since those measure or saturate the machine.
 */
const PROCESSES: Readonly<Record<string, number>> = { unit: 1, e2e: 2, cli: 4, integration: 2 };

/** The files of each process, by the name of the process. */
function groupTests(files: readonly string[]): Map<string, string[]> {
  const programs = new Map<string, string[]>();
  for (const [at, file] of files.entries()) {
    const folder = relative('test', file).split(sep)[0] ?? '';
    const count = values.long ? undefined : PROCESSES[folder];
    const name = count === undefined ? file.replace(/\.tsx?$/, '') : join('test', `${folder}-${(at % count) + 1}`);
    programs.set(name, [...(programs.get(name) ?? []), file]);
  }
  return programs;
}

/** Resolves with true when `command` ends with exit code 0. */
function run(command: string, args: readonly string[]): Promise<boolean> {
  return new Promise((resolve, reject) => {
    spawn(command, args, { stdio: 'inherit' })
      .once('error', reject)
      .once('close', (code) => resolve(code === 0));
  });
}

async function runTests(files: readonly string[]): Promise<boolean> {
  const outdir = `.dist-tests-${process.pid}`;
  process.once('exit', () => rmSync(outdir, { recursive: true, force: true }));
  const inBrowser = files.some((file) => file.startsWith(E2E));
  if (inBrowser) {
    installPrograms({ isLong: values.long });
    requireChromium();
  }
  const args = [
    '--enable-source-maps',
    '--test',
    '--test-reporter=spec',
    `--test-timeout=${values.long ? TIMEOUT_MS.long : TIMEOUT_MS.short}`,
    // One process more than there are processors, as tests wait a lot. Tests that measure or saturate the machine run alone.
    `--test-concurrency=${values.long ? 1 : availableParallelism() + 1}`,
    ...(await buildTests(groupTests(files), outdir)),
  ];
  return run(process.execPath, args);
}

const files = (positionals.length > 0 ? positionals : FOLDERS).flatMap(listTests);
// The gates include a build; named tests and long tests need only the build.
const gate = positionals.length > 0 || values.long ? 'scripts/build.ts' : 'scripts/check.ts';
const TSX = 'node_modules/.bin/tsx';
if (!(await run(TSX, [gate])) || !(await runTests(files))) process.exitCode = 1;
// The short tests once more, on other releases of Node.
if (values.long && positionals.length === 0 && !(await run(TSX, ['scripts/test-nodes.ts']))) process.exitCode = 1;
