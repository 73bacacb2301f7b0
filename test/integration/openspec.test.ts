// The written requirements stay valid: the specs, which say what is built, and the change that they began with.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { test } from '../helpers/attempts.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const CHANGE = 'add-websocket-timeout-sync';
const SPECS = ['choice-orchestration', 'installation', 'portal-security', 'reliability'];

interface Report {
  readonly items: readonly { readonly id: string; readonly type: string; readonly valid: boolean }[];
}

/** Requirement headers of `markdown` under the section `title`, or in all of it. */
function requirements(markdown: string, title?: string): string[] {
  const section = title === undefined ? markdown : (markdown.split(`## ${title}\n`)[1]?.split(/^## /m)[0] ?? '');
  return [...section.matchAll(/^### Requirement: (.+)$/gm)].map(([, name = '']) => name);
}

test('when the requirements are validated strictly, then every spec and the change pass', async (t) => {
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
    `change ${CHANGE}: true`,
    ...SPECS.map((name) => `spec ${name}: true`),
  ]);
});

const read = (...path: string[]) => readFile(join(ROOT, 'openspec', ...path), 'utf8');

test('when the change asks for something, then the specs say that it is built', async () => {
  const built = requirements(await read('specs/choice-orchestration/spec.md'));
  const delta = await read('changes', CHANGE, 'specs/choice-orchestration/spec.md');
  const wanted = ['MODIFIED', 'ADDED'].map((kind) => requirements(delta, `${kind} Requirements`));
  for (const names of wanted) assert.ok(names.length > 0);
  assert.deepEqual(
    wanted.flat().filter((name) => !built.includes(name)),
    [],
  );
});

test('each requirement has a name of its own', async () => {
  const all = (await Promise.all(SPECS.map((name) => read('specs', name, 'spec.md')))).flatMap((text) =>
    requirements(text),
  );
  assert.deepEqual(
    all.filter((name, index) => all.indexOf(name) < index),
    [],
  );
});

test('when a task names where it is built and the test that shows it, then both are there', async () => {
  const tasks = await read('changes', CHANGE, 'tasks.md');
  const places = [...tasks.matchAll(/`((?:src|web|test|docs|scripts)\/[^`]+)`/g)].map(([, place = '']) => place);
  assert.ok(places.length > 10);
  assert.deepEqual(
    places.filter((place) => !existsSync(join(ROOT, place))),
    [],
  );
});
