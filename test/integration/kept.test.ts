// Prompts that outlive their askers, and the portal: detached ones, and those within the grace of their asker.
import assert from 'node:assert/strict';
import { cpSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, type TestContext } from 'node:test';
import type { Outcome } from '../../src/core/prompt.ts';
import type { PortalOptions } from '../../src/portal/options.ts';
import type { HistoryDetail } from '../../src/protocol/history.ts';
import type { PromptListing, PromptView } from '../../src/protocol/view.ts';
import { type EngineUnderTest, forEachEngine, loadedEngines } from '../contract/engines.ts';
import type { Asker } from '../helpers/asker.ts';
import { test } from '../helpers/attempts.ts';
import { eventually } from '../helpers/choice.ts';
import { FakeClock } from '../helpers/clock.ts';
import { makeDirectory } from '../helpers/directory.ts';
import { TestPortal } from '../helpers/portal.ts';
import { makeSpec } from '../helpers/prompts.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const DETACHED = { asker_grace_ms: null };

/** A portal that keeps prompts in a directory of its own. */
function startKeeping(t: TestContext, under: EngineUnderTest, own: Partial<PortalOptions> = {}): Promise<TestPortal> {
  return TestPortal.start(t, under, { keptDirectory: join(makeDirectory(t), 'open'), ...own });
}

/** A portal on the files of `before`, as a new process after that one ended. */
function startAfter(
  t: TestContext,
  under: EngineUnderTest,
  { options }: TestPortal,
  own: Partial<PortalOptions> = {},
): Promise<TestPortal> {
  const { key, journalDirectory, keptDirectory = assert.fail('it keeps no prompts'), socketPath } = options;
  return TestPortal.start(t, under, { key, journalDirectory, keptDirectory, socketPath, ...own });
}

async function restart(t: TestContext, under: EngineUnderTest, before: TestPortal, own: Partial<PortalOptions> = {}) {
  await before.portal.close();
  return startAfter(t, under, before, own);
}

/** A portal on a copy of the files of `before`, which are what a power failure would have left now. */
function startOnCopy(
  t: TestContext,
  under: EngineUnderTest,
  { options }: TestPortal,
  own: Partial<PortalOptions> = {},
): Promise<TestPortal> {
  const directory = makeDirectory(t);
  const [journalDirectory, keptDirectory] = [join(directory, 'journal'), join(directory, 'open')];
  cpSync(options.journalDirectory, journalDirectory, { recursive: true });
  cpSync(options.keptDirectory ?? assert.fail(), keptDirectory, { recursive: true });
  return TestPortal.start(t, under, {
    key: options.key,
    journalDirectory,
    keptDirectory,
    socketPath: options.socketPath,
    ...own,
  });
}

/** Registers a prompt, and its asker leaves. */
async function leaveOpen(portal: TestPortal, id: string, more: object = DETACHED, spec = makeSpec()): Promise<void> {
  const asker = await portal.connectAsker();
  const { asker_grace_ms } = await asker.open(id, spec, more);
  assert.notEqual(asker_grace_ms, 0, 'it is safe');
  asker.die();
}

async function waitFor(portal: TestPortal, id: string): Promise<Asker> {
  const waiter = await portal.connectAsker();
  waiter.send({ type: 'wait', id });
  return waiter;
}

/** The outcome that a waiter gets and acknowledges. */
async function collect(portal: TestPortal, id: string): Promise<Outcome> {
  const waiter = await waitFor(portal, id);
  const { outcome } = await waiter.heard('settled');
  waiter.send({ type: 'received' });
  await waiter.closed;
  assert.equal(waiter.told.filter(({ type }) => type === 'settled').length, 1, 'exactly once');
  return outcome;
}

async function answer(portal: TestPortal, id: string, value: string, request_id = `a-${id}`) {
  const body = { request_id, answer: { values: [value] } };
  return portal.command<{ error?: string; outcome: Outcome | null }>(`/api/prompts/${id}/answer`, body);
}

const listOpen = async (portal: TestPortal) =>
  (await portal.command<{ prompts: PromptListing[] }>('/api/prompts')).body.prompts;

const readOne = async (portal: TestPortal, id: string) =>
  (await portal.command<{ prompt: PromptView }>(`/api/prompts/${id}`)).body.prompt;

/** Without those that are being written. */
const keptFiles = ({ options }: TestPortal) =>
  readdirSync(options.keptDirectory ?? '')
    .filter((name) => !name.includes(`.${process.pid}.`))
    .sort();

forEachEngine((under) => {
  test('when the asker of a detached prompt leaves, then the prompt stays, everybody is told, and each waiter gets the answer', async (t) => {
    const portal = await startKeeping(t, under);
    const list = await portal.openTab(null);
    await leaveOpen(portal, 'k0000001');
    const tab = await portal.openTab('k0000001');
    await tab.delivery('kept');
    await list.heard('changed', ({ prompt }) => !prompt.waiting);
    assert.equal((await listOpen(portal))[0]?.waiting, false);
    const waiters = await Promise.all([1, 2, 3].map(() => waitFor(portal, 'k0000001')));
    await Promise.all(waiters.map((waiter) => waiter.heard('opened')));
    await tab.look();
    assert.equal(tab.views.at(-1)?.delivery, 'waiting');
    await list.heard('changed', ({ prompt }) => prompt.waiting && prompt.revision >= 1);
    tab.answer('staging');
    for (const waiter of waiters) assert.deepEqual((await waiter.heard('settled')).outcome.values, ['staging']);
    waiters[0]?.send({ type: 'received' });
    await tab.delivery('delivered');
    assert.deepEqual((await collect(portal, 'k0000001')).values, ['staging'], 'a late one too');
  });

  test('when nobody waits when a detached prompt is answered, then the answer is kept until somebody collects it', async (t) => {
    const portal = await startKeeping(t, under);
    await leaveOpen(portal, 'k0000001');
    await eventually(async () => (await readOne(portal, 'k0000001')).delivery === 'kept', 'nobody waiting');
    assert.equal((await answer(portal, 'k0000001', 'staging')).status, 200);
    assert.equal((await readOne(portal, 'k0000001')).delivery, 'kept');
    await eventually(() => keptFiles(portal).length === 0, 'the removal of its file');
    const next = await restart(t, under, portal);
    const tab = await next.openTab('k0000001');
    await tab.delivery('kept');
    assert.deepEqual((await collect(next, 'k0000001')).values, ['staging']);
    await tab.delivery('delivered');
  });

  test('when the portal is replaced, then a kept prompt goes on: draft, deadline, requests and asker', async (t) => {
    const portal = await startKeeping(t, under);
    await leaveOpen(portal, 'k0000001', { ...DETACHED, key: 'deploy' });
    const tab = await portal.openTab('k0000001');
    await tab.request({ type: 'extend', by_ms: 5 * MINUTE }, 'more');
    tab.send({ type: 'draft', draft: { values: ['production'], note: 'after lunch' } });
    await tab.view(({ draft }) => draft !== null);
    const before = await tab.boundDeadline();
    const next = await restart(t, under, portal);
    const after = await next.openTab('k0000001');
    const view = await after.look();
    assert.deepEqual(view.draft, { values: ['production'], note: 'after lunch' });
    assert.equal(view.offered, true, 'a human reviews it');
    const { earliest, latest } = await after.boundDeadline();
    assert.ok(earliest < before.latest + 200 && latest > before.earliest - 200, 'the same deadline');
    assert.equal((await after.request({ type: 'extend', by_ms: 5 * MINUTE }, 'more')).type, 'accepted');
    assert.ok((await after.boundDeadline()).latest < before.latest + MINUTE, 'a repeated request is applied once');
    const asker = await next.connectAsker();
    const opened = await asker.open('k0000002', makeSpec(), { key: 'deploy' });
    assert.deepEqual([opened.id, opened.created], ['k0000001', false], 'its key finds it');
  });

  test('when the power fails right after the answer was journaled, then it stays answered, and its file goes', async (t) => {
    const portal = await startKeeping(t, under);
    await leaveOpen(portal, 'k0000001');
    const [name = assert.fail('no file')] = keptFiles(portal);
    const path = join(portal.options.keptDirectory ?? '', name);
    const file = readFileSync(path);
    await answer(portal, 'k0000001', 'staging');
    await eventually(() => keptFiles(portal).length === 0, 'the removal of its file');
    writeFileSync(path, file);
    const next = await startOnCopy(t, under, portal);
    assert.deepEqual(await listOpen(next), []);
    assert.deepEqual((await collect(next, 'k0000001')).values, ['staging']);
    await eventually(() => keptFiles(next).length === 0, 'the removal of its file');
  });

  test('when a portal is shutting down, then it decides nothing about kept prompts, and the next one does', async (t) => {
    const portal = await startKeeping(t, under);
    await leaveOpen(portal, 'k0000001');
    const ordinary = await portal.ask();
    const tabs = await Promise.all(['k0000001', ordinary.id].map((id) => portal.openTab(id)));
    portal.portal.leave();
    const verdicts = tabs.map((tab) => tab.request({ type: 'answer', answer: { values: ['staging'] } }));
    const [kept, plain] = await Promise.all(verdicts);
    assert.deepEqual([kept?.type, kept?.type === 'refused' && kept.reason], ['refused', 'draining']);
    assert.equal(plain?.type, 'accepted');
    await portal.portal.closed;
    const next = await startAfter(t, under, portal);
    assert.equal((await answer(next, 'k0000001', 'production')).status, 200);
    assert.deepEqual((await collect(next, 'k0000001')).values, ['production']);
  });

  test('when another portal took its place while it stood still, then it decides nothing about kept prompts', async (t) => {
    const portal = await startKeeping(t, under);
    await leaveOpen(portal, 'k0000001');
    const tab = await portal.openTab('k0000001');
    const next = await startAfter(t, under, portal, { socketPath: portal.portal.socketPath });
    const verdict = await tab.request({ type: 'answer', answer: { values: ['staging'] } });
    assert.equal(verdict.type === 'refused' && verdict.reason, 'draining');
    assert.equal((await answer(next, 'k0000001', 'production')).status, 200);
  });

  test('when another portal took its place while it stood still, then it takes no question either, and the asker finds the other', async (t) => {
    const portal = await startKeeping(t, under);
    const [asker, waiter] = await Promise.all([portal.connectAsker(), portal.connectAsker()]);
    const next = await startAfter(t, under, portal, { socketPath: portal.portal.socketPath });
    await assert.rejects(asker.open('k0000001', makeSpec(), DETACHED), /k0000001 was refused: draining/);
    await leaveOpen(next, 'k0000001');
    waiter.send({ type: 'wait', id: 'k0000001' });
    assert.equal((await waiter.heard('refused')).reason, 'draining');
  });

  test('when it begins to shut down while questions are being written, then the next portal has each that was confirmed', async (t) => {
    const portal = await startKeeping(t, under);
    const ids = Array.from({ length: 60 }, (_, index) => `k${String(index).padStart(7, '0')}`);
    const askers = await Promise.all(ids.map(() => portal.connectAsker()));
    const opening = ids.map((id, index) => askers[index]?.open(id, makeSpec(), DETACHED));
    const opened = Promise.allSettled(opening);
    await Promise.any(opening);
    portal.portal.leave();
    const verdicts = await opened;
    await portal.portal.closed;
    const next = await startAfter(t, under, portal);
    const open = new Set((await listOpen(next)).map(({ id }) => id));
    const lost = ids.filter((id, index) => verdicts[index]?.status === 'fulfilled' && !open.has(id));
    assert.deepEqual(lost, []);
  });

  test('when a file is torn or from a newer version, then the others go on, and it is left as it is', async (t) => {
    const portal = await startKeeping(t, under);
    for (const id of ['k0000001', 'k0000002', 'k0000003']) await leaveOpen(portal, id);
    await portal.portal.close();
    const directory = portal.options.keptDirectory ?? '';
    writeFileSync(join(directory, 'k0000001.json'), readFileSync(join(directory, 'k0000001.json')).subarray(0, 60));
    const newer = { ...JSON.parse(readFileSync(join(directory, 'k0000002.json'), 'utf8')), version: 2 };
    writeFileSync(join(directory, 'k0000002.json'), JSON.stringify(newer));
    writeFileSync(join(directory, 'k0000004.json.4711.ab'), 'half');
    const next = await startAfter(t, under, portal);
    assert.deepEqual(
      (await listOpen(next)).map(({ id }) => id),
      ['k0000003'],
    );
    assert.deepEqual(keptFiles(next), ['k0000001.json', 'k0000002.json', 'k0000003.json'], 'but what was never whole');
  });

  test('when an asker with a grace is lost, then the prompt waits for it that long, and is then cancelled', async (t) => {
    const portal = await startKeeping(t, under);
    await leaveOpen(portal, 'k0000001', { asker_grace_ms: 400, key: 'deploy' });
    const tab = await portal.openTab('k0000001');
    tab.send({ type: 'draft', draft: { values: ['staging'] } });
    await tab.delivery('kept');
    const { outcome } = await tab.settled();
    assert.deepEqual([outcome?.status, outcome?.by, outcome?.cause], ['cancelled', 'asker', 'lost']);
    await eventually(() => keptFiles(portal).length === 0, 'the removal of its file');
    const again = await portal.connectAsker();
    const opened = await again.open('k0000002', makeSpec(), { key: 'deploy' });
    assert.equal(opened.created, true);
    assert.deepEqual(opened.draft, { values: ['staging'] }, 'what was picked is there');
  });

  test('when a lost asker asks again under its key within the grace, then it is the same prompt with its draft', async (t) => {
    const portal = await startKeeping(t, under);
    const more = { asker_grace_ms: HOUR, key: 'deploy' };
    await leaveOpen(portal, 'k0000001', more);
    const tab = await portal.openTab('k0000001');
    tab.send({ type: 'draft', draft: { values: ['staging'], note: 'half' } });
    await tab.delivery('kept');
    const back = await portal.connectAsker();
    const opened = await back.open('k0000002', makeSpec(), more);
    assert.deepEqual(
      [opened.id, opened.created, opened.draft],
      ['k0000001', false, { values: ['staging'], note: 'half' }],
    );
    tab.answer('staging');
    assert.deepEqual((await back.heard('settled')).outcome.values, ['staging']);
  });

  test('when many ask again in the moment in which their grace is over, then each gets its prompt or a new one', async (t) => {
    const portal = await startKeeping(t, under);
    const ids = Array.from({ length: 40 }, (_, index) => `k${String(index).padStart(7, '0')}`);
    await Promise.all(ids.map((id) => leaveOpen(portal, id, { asker_grace_ms: 1, key: id })));
    const began = performance.now();
    const outcomes = await Promise.all(
      ids.map(async (id, index) => {
        const asker = await portal.connectAsker();
        // Around the moment in which the portal gives up, which is after it noticed the loss.
        await eventually(() => performance.now() - began > 470 + 2 * index, 'the end of the grace');
        const opened = await asker.open(`n${id.slice(1)}`, makeSpec(), { asker_grace_ms: HOUR, key: id });
        assert.equal((await answer(portal, opened.id, 'staging')).status, 200, opened.id);
        return (await asker.heard('settled')).outcome;
      }),
    );
    assert.deepEqual(new Set(outcomes.map(({ status }) => status)), new Set(['answered']));
  });

  test('when an open prompt is asked again with --detach, then it outlives the portal from then on', async (t) => {
    const portal = await startKeeping(t, under);
    const first = await portal.connectAsker();
    await first.open('k0000001', makeSpec(), { key: 'deploy' });
    assert.deepEqual(keptFiles(portal), []);
    await leaveOpen(portal, 'k0000002', { ...DETACHED, key: 'deploy' });
    first.die();
    const next = await restart(t, under, portal);
    assert.deepEqual(
      (await listOpen(next)).map(({ id }) => id),
      ['k0000001'],
    );
  });

  test('when an asker of a detached prompt withdraws, then it stays open; a human cancels it', async (t) => {
    const portal = await startKeeping(t, under);
    const asker = await portal.connectAsker();
    await asker.open('k0000001', makeSpec(), DETACHED);
    asker.send({ type: 'cancel' });
    await asker.closed;
    const waiter = await waitFor(portal, 'k0000001');
    await waiter.heard('opened');
    await portal.command('/api/prompts/k0000001/cancel', { request_id: 'c1' });
    assert.equal((await waiter.heard('settled')).outcome.status, 'cancelled');
  });

  test('when the file of a prompt cannot be written, then its asker is told that it is not safe', async (t) => {
    const directory = makeDirectory(t);
    const portal = await startKeeping(t, under, { keptDirectory: join(directory, 'open') });
    // In the place of the file that is to be written: a directory, which no file can replace.
    cpSync(portal.options.pageDirectory, join(directory, 'open', 'k0000001.json'), { recursive: true });
    const asker = await portal.connectAsker();
    assert.equal((await asker.open('k0000001', makeSpec(), DETACHED)).asker_grace_ms, 0);
  });

  test('when a process waits for what nobody has asked, then it is refused, and may ask for something else', async (t) => {
    const portal = await startKeeping(t, under);
    await leaveOpen(portal, 'k0000001');
    const waiter = await waitFor(portal, 'k9999999');
    assert.equal((await waiter.heard('refused')).reason, 'unknown_prompt');
    waiter.send({ type: 'wait', id: 'k0000001' });
    assert.equal((await waiter.heard('opened')).id, 'k0000001');
  });

  test('when a command asks to stop the portal, then prompts that nobody waits for are kept, and others are in its way', async (t) => {
    const portal = await startKeeping(t, under);
    await leaveOpen(portal, 'k0000001');
    await eventually(async () => (await readOne(portal, 'k0000001')).delivery === 'kept', 'nobody waiting');
    const ordinary = await portal.ask();
    assert.equal((await portal.command('/api/retire', { force: false })).status, 409);
    ordinary.asker.send({ type: 'cancel' });
    await ordinary.asker.closed;
    const retired = await portal.command<{ kept: number }>('/api/retire', { force: false });
    assert.deepEqual([retired.status, retired.body.kept], [200, 1]);
    await portal.portal.closed;
    assert.equal((await listOpen(await startAfter(t, under, portal))).length, 1);
  });
});

/** What happens to each of the fifty prompts of the test below, and how it must end. */
interface Fate {
  readonly id: string;
  readonly due: number;
  /** Ms after the start at which a human does it; null for never. */
  readonly acts: number | null;
  readonly act: 'answer' | 'cancel' | 'extend';
  readonly fallback: boolean;
}

const FATES: readonly Fate[] = Array.from({ length: 50 }, (_, index) => ({
  id: `k${String(index).padStart(7, '0')}`,
  due: (2 + index * 3) * HOUR,
  acts: index % 5 === 4 ? null : (1 + index * 2) * HOUR,
  act: (['answer', 'cancel', 'answer', 'extend'] as const)[index % 4] ?? 'answer',
  fallback: index % 3 === 0,
}));

describe('fifty detached prompts', { concurrency: true }, () => {
  for (const ending of ['stopped', 'cut off'] as const) {
    test(`when the portal is ${ending} twice a day for five days and more, then none is lost, and each ends as it should`, async (t) => {
      const [under] = await loadedEngines();
      assert.ok(under);
      const begun = Date.UTC(2026, 0, 1, 12);
      /** Of the portal that runs: every boot begins at zero, the wall clock goes on. */
      let clock = new FakeClock(0, begun);
      let portal = await startKeeping(t, under, { clock });
      for (const { id, due, fallback } of FATES) {
        const spec = makeSpec({
          timeout_ms: due,
          max_timeout_ms: 30 * DAY,
          ...(fallback ? { fallback: 'staging' } : {}),
        });
        await leaveOpen(portal, id, DETACHED, spec);
      }
      const deadlines = new Map(FATES.map(({ id, due }) => [id, due]));
      const decided = new Map<string, Outcome['status']>();
      let passed = 0;
      /** Acts as the humans do until `until`, and lets the deadlines pass that lie before. */
      const live = async (until: number) => {
        const due = FATES.filter(({ acts }) => acts !== null && acts > passed && acts <= until);
        for (const { id, acts, act } of due) {
          clock.advance((acts ?? 0) - passed);
          passed = acts ?? 0;
          const isOver = (deadlines.get(id) ?? 0) <= passed;
          const body = { request_id: `do-${id}` };
          const { status } =
            act === 'answer'
              ? await answer(portal, id, 'production')
              : act === 'cancel'
                ? await portal.command(`/api/prompts/${id}/cancel`, body)
                : await portal.command(`/api/prompts/${id}/extend`, { ...body, by_ms: DAY });
          assert.equal(status, isOver ? 409 : 200, `${act} ${id} after ${passed / HOUR} h`);
          if (isOver) continue;
          if (act === 'extend') deadlines.set(id, (deadlines.get(id) ?? 0) + DAY);
          else decided.set(id, act === 'answer' ? 'answered' : 'cancelled');
        }
        clock.advance(until - passed);
        passed = until;
      };
      for (let half = 1; half <= 18; half += 1) {
        await live(half * 12 * HOUR - 2 * HOUR);
        if (ending === 'cut off') {
          const next = await startOnCopy(t, under, portal, { clock });
          await Promise.all([portal.portal.close(), next.portal.close()]);
          portal = next;
        } else await portal.portal.close();
        // The machine is off for two hours.
        passed += 2 * HOUR;
        clock = new FakeClock(0, begun + passed);
        portal = await startAfter(t, under, portal, { clock });
        const open = FATES.filter(({ id }) => !decided.has(id) && (deadlines.get(id) ?? 0) > passed);
        const listed = async () => (await listOpen(portal)).map(({ id }) => id).sort();
        await eventually(async () => (await listed()).length === open.length, `${open.length} open prompts`);
        assert.deepEqual(await listed(), open.map(({ id }) => id).sort(), `after ${passed / HOUR} h`);
        for (const { id, remaining_ms } of await listOpen(portal)) {
          assert.equal(remaining_ms, (deadlines.get(id) ?? 0) - passed, `${id} after ${passed / HOUR} h`);
        }
      }
      for (const { id, fallback } of FATES) {
        const [one, other] = await Promise.all([collect(portal, id), collect(portal, id)]);
        assert.deepEqual(one, other);
        assert.equal(one.status, decided.get(id) ?? 'timeout', id);
        assert.equal(one.fallback, !decided.has(id) && fallback, id);
        const { body } = await portal.command<{ prompt: HistoryDetail }>(`/api/history/${id}`);
        assert.deepEqual(body.prompt.outcome, one, 'the history says the same');
      }
    });
  }
});
