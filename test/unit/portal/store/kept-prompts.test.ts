// The files of open prompts: whose they are, what is no such file, and what could not be written.
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, type TestContext, test } from 'node:test';
import { openPrompt } from '../../../../src/core/prompt.ts';
import { findDamaged, KeptPrompts } from '../../../../src/portal/store/kept-prompts.ts';
import type { Owner } from '../../../../src/portal/store/kept-record.ts';
import type { Log } from '../../../../src/system/log.ts';
import { identify, isGone } from '../../../../src/system/process-identity.ts';
import { eventually } from '../../../helpers/choice.ts';
import { makeDirectory } from '../../../helpers/directory.ts';
import { makeSpec } from '../../../helpers/prompts.ts';

const self = { ...identify(process.pid), socket: '/run/mine' };
const never = async () => false;

const makeKept = (id: string) =>
  openPrompt({ id, spec: makeSpec(), asker_grace_ms: null }, { now: 0, wall: Date.now() });

/** The files of `owner` in `directory`, and what they log as errors. */
function openFiles(directory: string, owner: Owner = self) {
  const errors: string[] = [];
  const log: Log = { info() {}, warn() {}, error: (message) => errors.push(message) };
  const moment = () => ({ wall: Date.now(), boot: null });
  return { errors, kept: new KeptPrompts({ directory, owner, now: () => 0, moment, log }) };
}

async function idsIn(directory: string, owner?: Owner) {
  const found = (await openFiles(directory, owner).kept.read(never)) ?? { requests: [], isComplete: true };
  return { ids: found.requests.map(({ id }) => id), isComplete: found.isComplete };
}

const makeOpen = (t: TestContext) => join(makeDirectory(t), 'open');

describe('the files of kept prompts', { concurrency: true }, () => {
  test('when another portal that lives holds a prompt, then it is left alone, and taken over once that is gone', async (t) => {
    const directory = makeOpen(t);
    const other = spawn('sleep', ['60']);
    t.after(() => other.kill('SIGKILL'));
    const theirs = { ...identify(other.pid ?? 0), socket: '/run/theirs' };
    await openFiles(directory, theirs).kept.save(makeKept('k0000001'), true);
    await openFiles(directory).kept.save(makeKept('k0000002'), true);
    const { kept } = openFiles(directory);
    const first = await kept.read(never);
    assert.deepEqual([first?.requests.map(({ id }) => id), first?.isComplete], [['k0000002'], false]);
    other.kill('SIGKILL');
    await once(other, 'exit');
    const second = await kept.read(never);
    assert.deepEqual([second?.requests.map(({ id }) => id), second?.isComplete], [['k0000001'], true]);
    assert.equal(kept.read(never), null, 'each is read once');
  });

  test('when the portal that holds it stands still and was replaced at its socket, then its successor takes it over', async (t) => {
    const directory = makeOpen(t);
    const other = spawn('sleep', ['60']);
    t.after(() => other.kill('SIGKILL'));
    await openFiles(directory, { ...identify(other.pid ?? 0), socket: self.socket }).kept.save(
      makeKept('k0000001'),
      true,
    );
    assert.deepEqual(await idsIn(directory), { ids: ['k0000001'], isComplete: true });
  });

  test('when the portal that it replaced is still writing what it decided, then that counts', async (t) => {
    const directory = makeOpen(t);
    const other = spawn('sleep', ['60']);
    t.after(() => other.kill('SIGKILL'));
    const theirs = { ...identify(other.pid ?? 0), socket: self.socket };
    await openFiles(directory, theirs).kept.save(makeKept('k0000001'), true);
    setTimeout(() => other.kill('SIGKILL'), 100);
    // Its last act before it exits is to write the outcome.
    const found = await openFiles(directory).kept.read(async () => isGone(theirs));
    assert.deepEqual(found, { requests: [], isComplete: true });
  });

  test('when what is there is no file of ours, then it neither blocks nor takes memory, and the others are read', async (t) => {
    const directory = makeOpen(t);
    const { kept, errors } = openFiles(directory);
    await kept.save(makeKept('k0000001'), true);
    const at = (id: string) => join(directory, `${id}.json`);
    if (process.platform === 'linux') spawnSync('mkfifo', [at('f0000001')]);
    mkdirSync(at('f0000002'));
    symlinkSync('/dev/zero', at('f0000003'));
    writeFileSync(at('f0000004'), '');
    truncateSync(at('f0000004'), 600 * 1024 * 1024);
    writeFileSync(at('f0000005'), '{"version":1}');
    const { kept: next, errors: said } = openFiles(directory);
    const found = await next.read(never);
    assert.deepEqual([found?.requests.map(({ id }) => id), found?.isComplete], [['k0000001'], true]);
    assert.ok(said.length >= 4 && said.every((line) => line.includes('is damaged')), said.join('\n'));
    assert.deepEqual(errors, []);
    assert.ok((await findDamaged(directory)).length >= 4, 'choice doctor names them');
    assert.deepEqual(await findDamaged(join(directory, 'nowhere')), []);
  });

  test('when a prompt cannot be written, then it counts as unsaved until it can', async (t) => {
    const directory = makeOpen(t);
    const { kept } = openFiles(directory);
    t.after(() => kept.stop());
    const inTheWay = join(directory, 'k0000001.json');
    mkdirSync(inTheWay);
    assert.equal(await kept.save(makeKept('k0000001'), true), false);
    assert.deepEqual([kept.unsavedCount, kept.isSaved('k0000001')], [1, false]);
    assert.deepEqual(readdirSync(directory), ['k0000001.json'], 'nothing half written is left');
    rmSync(inTheWay, { recursive: true });
    await eventually(() => kept.isSaved('k0000001'), 'another attempt');
    assert.deepEqual((await idsIn(directory)).ids, ['k0000001']);
  });

  test('when a prompt settles while it is being written, then no file is left', async (t) => {
    const directory = makeOpen(t);
    const { kept } = openFiles(directory);
    void kept.save(makeKept('k0000001'), true);
    void kept.save(makeKept('k0000001'), false);
    kept.remove('k0000001');
    await kept.flush();
    assert.equal(existsSync(join(directory, 'k0000001.json')), false);
  });

  test('when there are thousands, then all are read', async (t) => {
    const directory = makeOpen(t);
    const { kept } = openFiles(directory);
    const ids = Array.from({ length: 2_000 }, (_, index) => `k${String(index).padStart(7, '0')}`);
    await Promise.all(ids.map((id) => kept.save(makeKept(id), false)));
    assert.deepEqual((await idsIn(directory)).ids.sort(), ids);
  });
});
