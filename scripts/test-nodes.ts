// Runs tests on other releases of Node, installed from the npm registry: `npm run test:nodes` runs all commands and both
// engines on each; `npm run test:nodes -- --node 24 cli/stdout.test.ts` runs some on one.
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { parseArgs } from 'node:util';

const RELEASES = ['22', '24', '26'];
/** The short tests of commands and engines, and the long ones of what differs between releases: terminals, signals, caches. */
const LONG_TESTS = [
  'browser',
  'code-cache',
  'terminal-kinds',
  'terminal-restore',
  'terminal-signals',
  'terminal-streams',
];
const TESTS = ['cli', 'contract', ...LONG_TESTS.map((name) => `cli/${name}.long.test.ts`)];

const { values, positionals } = parseArgs({
  options: { node: { type: 'string', multiple: true, default: RELEASES } },
  allowPositionals: true,
});

/** Installs Node `release` below `directory`. Returns its path, or null when there is none for this machine. */
function installNode(release: string, directory: string): string | null {
  const name = `node-${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`;
  const prefix = join(directory, release);
  const args = ['install', '--prefix', prefix, '--no-audit', '--no-fund', '--loglevel=error', `${name}@${release}`];
  const { status } = spawnSync('npm', args, { stdio: 'inherit', shell: process.platform === 'win32' });
  if (status !== 0) return null;
  return join(prefix, 'node_modules', name, 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
}

/** True when the tests pass on `node`, which then also runs each command that they start. */
function passes(node: string): boolean {
  const env = { ...process.env, PATH: `${dirname(node)}${delimiter}${process.env.PATH}` };
  const args = ['--import', 'tsx', 'scripts/test.ts', ...(positionals.length > 0 ? positionals : TESTS)];
  return spawnSync(node, args, { stdio: 'inherit', env }).status === 0;
}

const directory = mkdtempSync(join(tmpdir(), 'choice-nodes-'));
// Some tests run commands as another user.
chmodSync(directory, 0o755);
const results: [release: string, result: string][] = [];
try {
  for (const release of values.node) {
    const node = installNode(release, directory);
    if (node === null) {
      results.push([release, 'not to be had for this machine']);
      continue;
    }
    console.log(`\n> Node ${release}`);
    results.push([release, passes(node) ? 'passed' : 'failed']);
  }
} finally {
  rmSync(directory, { recursive: true, force: true });
}
for (const [release, result] of results) console.log(`Node ${release}: ${result}`);
if (results.some(([, result]) => result !== 'passed')) process.exitCode = 1;
