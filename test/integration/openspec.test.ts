// The written requirements stay valid: the base spec and the change to it.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const CHANGE = join(ROOT, 'openspec/changes/add-websocket-timeout-sync');

interface Report {
  readonly items: readonly { readonly id: string; readonly type: string; readonly valid: boolean }[];
}

/** Requirement headers of `markdown` under the section `title`, or in all of it. */
function requirements(markdown: string, title?: string): string[] {
  const section = title === undefined ? markdown : (markdown.split(`## ${title}\n`)[1]?.split(/^## /m)[0] ?? '');
  return [...section.matchAll(/^### Requirement: (.+)$/gm)].map(([, name = '']) => name);
}

test('when the requirements are validated strictly, then the spec and the change both pass', async (t) => {
  const home = await mkdtemp(join(tmpdir(), 'choice-openspec-'));
  t.after(() => rm(home, { recursive: true, force: true }));
  const quiet = { OPENSPEC_TELEMETRY: '0', DO_NOT_TRACK: '1', OPENSPEC_NO_UPDATE_CHECK: '1', NO_COLOR: '1' };
  const { stdout } = await promisify(execFile)(
    join(ROOT, 'node_modules/.bin/openspec'),
    ['validate', '--all', '--strict', '--no-interactive', '--json'],
    { cwd: ROOT, env: { PATH: process.env.PATH, HOME: home, XDG_CONFIG_HOME: home, XDG_DATA_HOME: home, ...quiet } },
  );
  const { items }: Report = JSON.parse(stdout);
  assert.deepEqual(items.map(({ id, type, valid }) => `${type} ${id}: ${valid}`).sort(), [
    'change add-websocket-timeout-sync: true',
    'spec choice-orchestration: true',
  ]);
});

test('when the change modifies requirements, then the base spec has them by the same name and adds no twin', async () => {
  const base = requirements(await readFile(join(ROOT, 'openspec/specs/choice-orchestration/spec.md'), 'utf8'));
  const delta = await readFile(join(CHANGE, 'specs/choice-orchestration/spec.md'), 'utf8');
  assert.deepEqual(requirements(delta, 'MODIFIED Requirements'), base);
  const added = requirements(delta, 'ADDED Requirements');
  assert.ok(added.length > 0 && added.every((name) => !base.includes(name)));
});
