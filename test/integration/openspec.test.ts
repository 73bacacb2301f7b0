// The written requirements stay valid: the base spec and the changes to it.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const CHANGES = ['add-prompt-kinds', 'add-websocket-timeout-sync'];
const SPEC = 'specs/choice-orchestration/spec.md';

interface Report {
  readonly items: readonly { readonly id: string; readonly type: string; readonly valid: boolean }[];
}

/** Requirement headers of `markdown` under the section `title`, or in all of it. */
function requirements(markdown: string, title?: string): string[] {
  const section = title === undefined ? markdown : (markdown.split(`## ${title}\n`)[1]?.split(/^## /m)[0] ?? '');
  return [...section.matchAll(/^### Requirement: (.+)$/gm)].map(([, name = '']) => name);
}

test('when the requirements are validated strictly, then the spec and every change pass', async (t) => {
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
    ...CHANGES.map((name) => `change ${name}: true`),
    'spec choice-orchestration: true',
  ]);
});

const readChange = (name: string, file: string) => readFile(join(ROOT, 'openspec/changes', name, file), 'utf8');

test('when a change modifies requirements, then the base spec has them by the same name', async () => {
  const base = requirements(await readFile(join(ROOT, 'openspec', SPEC), 'utf8'));
  const delta = await readChange('add-websocket-timeout-sync', SPEC);
  assert.deepEqual(requirements(delta, 'MODIFIED Requirements'), base);
});

test('when changes add requirements, then each name is there once', async () => {
  const base = requirements(await readFile(join(ROOT, 'openspec', SPEC), 'utf8'));
  const deltas = await Promise.all(CHANGES.map((name) => readChange(name, SPEC)));
  const added = deltas.map((delta) => requirements(delta, 'ADDED Requirements'));
  for (const names of added) assert.ok(names.length > 0);
  const all = [...base, ...added.flat()];
  assert.deepEqual(
    all.filter((name, index) => all.indexOf(name) < index),
    [],
  );
});

test('when a task names where it is built and the test that shows it, then both are there', async () => {
  for (const name of CHANGES) {
    const tasks = await readChange(name, 'tasks.md');
    const places = [...tasks.matchAll(/`((?:src|web|test|docs|scripts)\/[^`]+)`/g)].map(([, place = '']) => place);
    assert.ok(places.length > 10, name);
    assert.deepEqual(
      places.filter((place) => !existsSync(join(ROOT, place))),
      [],
      name,
    );
  }
});
