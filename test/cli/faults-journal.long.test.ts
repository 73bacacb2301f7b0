// Faults between the journal and the asker: a portal killed there delivers once, a full disk costs no answer.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe } from 'node:test';
import { test } from '../helpers/attempts.ts';
import { binary, eventually, isAlive, makeHome, portalPid, root, run, startIn } from '../helpers/choice.ts';
import { ENGINES } from '../helpers/engines.ts';
import { readJournal, registered } from '../helpers/question.ts';
import { openSession, openTab, Tab } from '../helpers/tab.ts';
import { arm, buildVariant } from '../helpers/variant.ts';

const faulty = await buildVariant();

describe('failpoints', () => {
  test('when dist/ is read, then there is no trace of them', () => {
    for (const name of readdirSync(join(root, 'dist')).filter((file) => file.endsWith('.js')))
      assert.doesNotMatch(readFileSync(join(root, 'dist', name), 'utf8'), /\bfailpoint\(|disk_full|before_delivery/i);
  });
});

describe('a portal killed between journal and delivery', { concurrency: true }, () => {
  for (const engine of ENGINES) {
    test(`when it had journaled the answer (${engine}), then the next one delivers that answer, once`, async (t) => {
      const home = makeHome(t, { CHOICE_TRANSPORT: engine });
      const asker = await faulty.ask(home, ['--json', 'Pick one', 'a', 'b']);
      const pid = portalPid(home) ?? assert.fail('no portal');
      const token = await openSession(asker.link);
      const tab = await Tab.open(asker.link, token, asker.id);
      arm(home, 'kill_before_delivery');
      tab.answer('b');
      const { code, stdout } = await asker.exit;
      assert.ok(!isAlive(pid), 'the portal was killed');
      assert.deepEqual([code, JSON.parse(stdout).values], [0, ['b']]);
      assert.ok(
        tab.told.every(({ type }) => type !== 'accepted') && tab.views.every(({ outcome }) => outcome === null),
      );
      const outcomes = () => readJournal(home).filter(({ type, id }) => type === 'outcome' && id === asker.id);
      assert.equal(outcomes().length, 1, 'settled once');
      assert.deepEqual(
        JSON.parse(stdout).settled_at,
        outcomes().flatMap((record) => (record.type === 'outcome' ? record.outcome.settled_at : []))[0],
      );

      // The tab that comes back: another answer is refused with the one that stands, and it was delivered.
      const again = await Tab.open(asker.link, token, asker.id);
      const verdict = await again.request({ type: 'answer', answer: { values: ['a'] } });
      assert.equal(verdict.type, 'refused');
      assert.deepEqual((await again.look()).outcome?.values, ['b']);
      await eventually(() => readJournal(home).some(({ type }) => type === 'received'), 'the acknowledgement');
      assert.equal(outcomes().length, 1);
    });
  }
});

describe('a portal that stands still between journal and delivery', { concurrency: true }, () => {
  for (const engine of ENGINES) {
    test(`when its asker has waited as long as it may (${engine}), then it ends with the answer that was journaled`, async (t) => {
      const home = makeHome(t, { CHOICE_TRANSPORT: engine });
      const asker = await faulty.ask(home, ['--json', '--timeout', '6', 'Pick one', 'a', 'b']);
      const tab = await openTab(asker.link);
      arm(home, 'stop_before_delivery');
      tab.answer('b');
      const { code, stdout } = await asker.exit;
      const { status, values, settled_at } = JSON.parse(stdout);
      assert.deepEqual([code, status, values], [0, 'answered', ['b']]);
      const outcomes = readJournal(home).flatMap((record) => (record.type === 'outcome' ? [record.outcome] : []));
      assert.deepEqual([outcomes.length, outcomes[0]?.settled_at], [1, settled_at]);
      assert.ok(
        tab.told.every(({ type }) => type !== 'accepted') && tab.views.every(({ outcome }) => outcome === null),
      );
    });
  }
});

describe('a disk that is full', { concurrency: true }, () => {
  for (const engine of ENGINES) {
    test(`when the journal cannot be written (${engine}), then the answer is delivered, and tab, asker and doctor say that it is not logged`, async (t) => {
      const home = makeHome(t, { CHOICE_TRANSPORT: engine });
      const disarm = arm(home, 'disk_full');
      const asker = await faulty.ask(home, ['Pick one', 'a', 'b']);
      const tab = await openTab(asker.link);
      tab.answer('b');
      const { code, stdout, stderr } = await asker.exit;
      assert.deepEqual([code, stdout], [0, 'b\n']);
      assert.match(stderr, /could not write the outcome to the journal \(is the disk full\?\)/);
      const status = await tab.settled();
      assert.deepEqual([status.logged], [false]);
      await tab.delivery('delivered');
      const doctor = await run(home, ['doctor', '--json']);
      assert.equal(doctor.code, 1);
      const report = JSON.parse(doctor.stdout);
      assert.deepEqual([report.journal.not_logged, /ENOSPC/.test(report.journal.error)], [1, true]);
      assert.match((await run(home, ['doctor'])).stdout, /not logged/);

      // Once there is room, what was kept is written, and history has it.
      disarm();
      const next = await faulty.ask(home, ['Another', 'a']);
      (await openTab(next.link)).answer('a');
      assert.doesNotMatch((await next.exit).stderr, /journal/);
      const entries = JSON.parse((await run(home, ['history', '--json'])).stdout) as { id: string }[];
      assert.deepEqual(new Set(entries.map(({ id }) => id)), new Set([asker.id, next.id]));
    });
  }
});

describe('a file system that is full', () => {
  test('when the journal has 8 KiB of room, then what fits is kept whole, the rest is delivered all the same', async (t) => {
    const home = makeHome(t, { CHOICE_PORTAL: 'inline' });
    const directory = join(home.directory, 'state', 'journal');
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    // Seen by that command alone, and gone with it; so what the journal held is copied out when it ends.
    const script = `mount -t tmpfs -o size=8k,mode=700 test "${directory}" && "$@"; code=$?; cat "${directory}"/* > "$CHOICE_HOME/copy"; exit $code`;
    const inside = ['-m', 'sh', '-c', script, 'sh'];
    if (spawnSync('unshare', [...inside, 'true'], { env: home.env }).status !== 0) {
      t.skip('no file system can be mounted here');
      return;
    }
    const args = ['ask', '--body', 'x'.repeat(30_000), 'Pick one', 'a', 'b'];
    const asker = await registered(startIn(home, 'unshare', [...inside, process.execPath, binary, ...args]));
    (await openTab(asker.link)).answer('b');
    const { code, stdout, stderr } = await asker.exit;
    assert.deepEqual([code, stdout], [0, 'b\n'], stderr);
    assert.match(stderr, /could not write the outcome to the journal/);
    const copy = readFileSync(join(home.directory, 'copy'), 'utf8');
    assert.doesNotMatch(copy, /"type":"outcome"/, 'nothing claims to be whole that is not');
  });
});

describe('a torn journal', () => {
  test('when a portal reads it, then it skips the torn line with one warning, and doctor says so', async (t) => {
    const home = makeHome(t);
    const first = await faulty.ask(home, ['First', 'a']);
    (await openTab(first.link)).answer('a');
    await first.exit;
    await run(home, ['stop', '--force']);
    const directory = join(home.directory, 'state', 'journal');
    const [name = assert.fail()] = readdirSync(directory);
    const text = readFileSync(join(directory, name), 'utf8');
    writeFileSync(join(directory, name), `${text}{"n":9,"type":"outc`);
    const second = await faulty.ask(home, ['Second', 'a']);
    (await openTab(second.link)).answer('a');
    await second.exit;
    for (let look = 0; look < 2; look += 1)
      assert.equal(JSON.parse((await run(home, ['history', '--json'])).stdout).length, 2);
    const log = readFileSync(join(home.directory, 'log', 'portal.log'), 'utf8');
    assert.equal(log.match(/ warn .*skipped 1 unreadable line$/gm)?.length, 1);
    const { journal } = JSON.parse((await run(home, ['doctor', '--json'])).stdout);
    assert.equal(journal.unreadable, 1);
  });
});
