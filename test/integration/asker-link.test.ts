// The asker's link, `/ask`: registering, coming back, and what becomes of a prompt whose asker is gone.
import assert from 'node:assert/strict';
import { DAY } from '../../src/core/limits.ts';
import { monotonicMs } from '../../src/system/clock.ts';
import type { TransportFactory } from '../../src/transport/transport.ts';
import { forEachEngine } from '../contract/engines.ts';
import { test } from '../helpers/attempts.ts';
import { TestPortal } from '../helpers/portal.ts';
import { makeResume, makeSpec } from '../helpers/prompts.ts';

interface Shown {
  readonly prompt: { readonly status: string; readonly outcome: { status: string; by: string } | null };
}

forEachEngine((under) => {
  test('when a prompt is opened again by the same id and spec, then it stays as it is, on the same or another link', async (t) => {
    const portal = await TestPortal.start(t, under);
    const { asker, id } = await portal.ask();
    const [first] = asker.told;
    assert.ok(first?.type === 'opened');
    const again = await asker.open(id, makeSpec());
    assert.equal(first.created, true);
    const unchanged = omitTime({ ...first, created: false });
    assert.deepEqual(omitTime(again), unchanged);
    const other = await portal.connectAsker();
    assert.deepEqual(omitTime(await other.open(id, makeSpec())), unchanged);
    assert.equal((await portal.get<{ prompts: unknown[] }>('/api/prompts')).body.prompts.length, 1);
    // An outcome is sent once it and all earlier ones are in the journal.
    (await portal.openTab(id)).answer('staging');
    await other.heard('settled');
    assert.equal(portal.journal().filter(({ type }) => type === 'opened').length, 1);
  });

  test('when what an asker carries over was long on its way, then that time is gone too', async (t) => {
    const portal = await TestPortal.start(t, under);
    const asker = await portal.connectAsker();
    const sent_at = monotonicMs() - 2_000;
    const resume = makeResume({ sent_at, remaining_ms: 60_000 });
    const { remaining_ms } = await asker.open('resumed1', makeSpec(), { resume });
    assert.ok(remaining_ms !== null && remaining_ms <= 58_000 && remaining_ms > 30_000, String(remaining_ms));
  });

  test('when it seems to have been on its way for more than a minute, then it is of another clock, and no time is gone', async (t) => {
    const portal = await TestPortal.start(t, under);
    for (const [id, ago] of [
      ['resumed2', 864_000_000],
      ['resumed3', 61_000],
      ['resumed4', -864_000_000],
    ] as const) {
      const asker = await portal.connectAsker();
      const resume = makeResume({ sent_at: monotonicMs() - ago, remaining_ms: 60_000 });
      const { remaining_ms } = await asker.open(id, makeSpec(), { resume });
      assert.ok(remaining_ms !== null && remaining_ms > 50_000, `${id}: ${remaining_ms}`);
    }
  });

  test('when an asker resumes at a portal that never saw its prompt, then id, deadline, opening and revision go on', async (t) => {
    const portal = await TestPortal.start(t, under);
    const asker = await portal.connectAsker();
    const opened_at = Date.now() - 20_000;
    const resume = makeResume({
      opened_at,
      elapsed_ms: 20_000,
      remaining_ms: 60_000,
      extended_ms: -3_000,
      revision: 8,
    });
    const opened = await asker.open('resumed0', makeSpec(), { resume });
    assert.deepEqual([opened.id, opened.opened_at, opened.revision], ['resumed0', opened_at, 9]);
    assert.ok(opened.remaining_ms !== null && opened.remaining_ms <= 60_000 && opened.remaining_ms > 30_000);
    const tab = await portal.openTab('resumed0');
    tab.answer('staging');
    const { outcome } = await asker.heard('settled');
    assert.ok(outcome.elapsed_ms >= 20_000 && outcome.elapsed_ms < 50_000, `${outcome.elapsed_ms}`);
    assert.equal(outcome.extended_ms, -3_000);
  });

  test('when a prompt that was extended beyond the longest timeout is resumed, then it keeps all its time', async (t) => {
    const portal = await TestPortal.start(t, under);
    const asker = await portal.connectAsker();
    const resume = makeResume({ remaining_ms: 60 * DAY, extended_ms: 59 * DAY });
    const { remaining_ms } = await asker.open('extended', makeSpec({ max_timeout_ms: null }), { resume });
    assert.ok(remaining_ms !== null && remaining_ms <= 60 * DAY && remaining_ms > 59 * DAY, `${remaining_ms}`);
  });

  test('when a resumed prompt claims more time than its bound leaves, then it gets what is left', async (t) => {
    const portal = await TestPortal.start(t, under);
    const asker = await portal.connectAsker();
    const spec = makeSpec({ timeout_ms: 10_000, max_timeout_ms: 60_000 });
    const resume = makeResume({ opened_at: 0, elapsed_ms: 55_000, remaining_ms: 50_000 });
    const { remaining_ms } = await asker.open('greedy00', spec, { resume });
    assert.ok(remaining_ms !== null && remaining_ms <= 5_000);
  });

  test('when a spec is invalid, then it is refused by name and nothing is registered; the link may try again', async (t) => {
    const portal = await TestPortal.start(t, under);
    const asker = await portal.connectAsker();
    const same = { ...makeSpec(), options: [{ value: 'a' }, { value: 'a' }] };
    asker.send({ type: 'open', id: 'invalid0', spec: same, may_open: true });
    const refused = await asker.heard('refused');
    assert.equal(refused.reason, 'bad_spec');
    assert.match(refused.detail, /"a" is given twice/);
    assert.deepEqual((await portal.get<{ prompts: unknown[] }>('/api/prompts')).body.prompts, []);
    assert.equal((await asker.open('another0', makeSpec())).id, 'another0');
  });

  test('when another asker comes with the same id and another spec, then it is refused and the first one keeps its prompt', async (t) => {
    const portal = await TestPortal.start(t, under);
    const { asker, id } = await portal.ask();
    const intruder = await portal.connectAsker();
    intruder.send({ type: 'open', id, spec: makeSpec({ question: 'Mine?' }), may_open: false });
    assert.equal((await intruder.heard('refused')).reason, 'id_taken');
    intruder.send({ type: 'cancel' });
    assert.equal((await intruder.heard('refused', ({ reason }) => reason !== 'id_taken')).reason, 'bad_message');
    intruder.die();
    await intruder.closed;
    const tab = await portal.openTab(id);
    tab.answer('staging');
    assert.deepEqual((await asker.heard('settled')).outcome.values, ['staging']);
    asker.send({ type: 'received' });
    await tab.delivery('delivered');
  });

  test('when an asker that was told of no outcome says that it has handed one on, then its prompt is given up', async (t) => {
    const portal = await TestPortal.start(t, under);
    const { asker, id } = await portal.ask();
    const tab = await portal.openTab(id);
    asker.send({ type: 'received' });
    assert.equal((await asker.closed).reason, 'heard');
    const told = await tab.settled();
    assert.deepEqual([told.outcome?.status, told.outcome?.by], ['cancelled', 'asker']);
    assert.ok(!tab.views.some(({ delivery }) => delivery === 'delivered'));
  });

  test('when a prompt goes on at a portal where another question has its key, then both are asked', async (t) => {
    const portal = await TestPortal.start(t, under);
    const first = await portal.connectAsker();
    await first.open('taken000', makeSpec(), { key: 'deploy' });
    const second = await portal.connectAsker();
    const resume = makeResume({ elapsed_ms: 1_000 });
    const spec = makeSpec({ question: 'Another?' });
    assert.equal((await second.open('resumed0', spec, { key: 'deploy', resume })).id, 'resumed0');
    await portal.openTab('resumed0').then((tab) => tab.answer('staging'));
    assert.deepEqual((await second.heard('settled')).outcome.values, ['staging']);
    assert.ok(!first.told.some(({ type }) => type === 'settled'));
  });

  test('when a portal is leaving, then a new prompt is refused as draining', async (t) => {
    const { createTransport, letClose } = holdClose(under.create);
    const portal = await TestPortal.start(t, under, { createTransport });
    const asker = await portal.connectAsker();
    assert.equal((await portal.command('/api/retire', { force: false })).status, 200);
    asker.send({ type: 'open', id: 'toolate0', spec: makeSpec(), may_open: true });
    assert.equal((await asker.heard('refused').finally(letClose)).reason, 'draining');
    await portal.portal.closed;
    assert.equal((await asker.closed).code, 1001);
  });

  test('when a portal with open prompts is asked to leave, then it stays; by force they are cancelled by the portal', async (t) => {
    const portal = await TestPortal.start(t, under);
    const { asker } = await portal.ask();
    const refused = await portal.command<{ error: string; message: string }>('/api/retire', { force: false });
    assert.deepEqual([refused.status, refused.body.error, refused.body.message], [409, 'busy', '1 prompt is open']);
    const retired = await portal.command('/api/retire', { force: true });
    assert.deepEqual([retired.status, retired.body], [200, { retired: true, cancelled: 1, kept: 0 }]);
    const { outcome } = await asker.heard('settled');
    assert.deepEqual([outcome.status, outcome.by], ['cancelled', 'portal']);
    await portal.portal.closed;
  });

  test('when a tab sent an id such as a cancellation by the portal might have, then that is applied and counted', async (t) => {
    const portal = await TestPortal.start(t, under);
    const { asker, id } = await portal.ask();
    const tab = await portal.openTab(id);
    await tab.request({ type: 'extend', by_ms: 1_000 }, `retire-${id}`);
    const retired = await portal.command('/api/retire', { force: true });
    assert.deepEqual(retired.body, { retired: true, cancelled: 1, kept: 0 });
    assert.equal((await asker.heard('settled')).outcome.by, 'portal');
  });

  test('when an asker carries a draft with notes on what is no option, then the prompt goes on without it', async (t) => {
    const portal = await TestPortal.start(t, under);
    const drafts = [
      { values: ['staging'], note: 'why', notes: { staging: 'n'.repeat(4_000) } },
      {
        values: ['staging'],
        notes: Object.fromEntries(Array.from({ length: 200 }, (_, i) => [`k${i}`, 'n'.repeat(4_000)])),
      },
    ];
    const kept: unknown[] = [];
    for (const [index, draft] of drafts.entries()) {
      const asker = await portal.connectAsker();
      const { id } = await asker.open(`carried${index}`, makeSpec(), { resume: makeResume({ draft }) });
      const tab = await portal.openTab(id);
      kept.push((await tab.view()).draft);
    }
    assert.deepEqual(kept, [drafts[0], null]);
  });

  test('when an asker dies, then its prompt is cancelled by asker and tabs hear gone', async (t) => {
    const portal = await TestPortal.start(t, under);
    const { asker, id } = await portal.ask();
    const tab = await portal.openTab(id);
    await tab.view();
    asker.die();
    await tab.delivery('gone');
    const status = await tab.settled();
    assert.deepEqual([status.outcome?.status, status.outcome?.by], ['cancelled', 'asker']);
    assert.ok(!tab.views.some(({ delivery }) => delivery === 'delivered'));
  });

  test('when an asker leaves while its prompt is being looked up, then the prompt is registered and given up', async (t) => {
    const portal = await TestPortal.start(t, under);
    const tab = await portal.openTab('hasty000');
    const asker = await portal.connectAsker();
    asker.send({ type: 'open', id: 'hasty000', spec: makeSpec(), may_open: false, resume: makeResume() });
    asker.socket.close();
    await tab.view();
    await tab.delivery('gone');
    assert.equal((await tab.look()).outcome?.by, 'asker');
  });

  test('when an asker comes back within its grace, then nothing happened to its prompt', async (t) => {
    const portal = await TestPortal.start(t, under);
    const { asker, id } = await portal.ask();
    const tab = await portal.openTab(id);
    const back = await portal.connectAsker();
    asker.die();
    await asker.closed;
    await back.open(id, makeSpec(), { resume: makeResume() });
    // By the time that another asker's grace is over, the one that came back would have been given up too.
    const other = await portal.ask();
    const witness = await portal.openTab(other.id);
    other.asker.die();
    await witness.delivery('gone');
    assert.equal((await portal.get<Shown>(`/api/prompts/${id}`)).body.prompt.status, 'open');
    tab.answer('production');
    assert.deepEqual((await back.heard('settled')).outcome.values, ['production']);
  });

  test('when an asker dies with the outcome unacknowledged, then tabs hear gone and never delivered', async (t) => {
    const portal = await TestPortal.start(t, under);
    const { asker, id } = await portal.ask();
    const tab = await portal.openTab(id);
    tab.answer('staging');
    await asker.heard('settled');
    asker.die();
    await tab.delivery('gone');
    assert.ok(!tab.views.some(({ delivery }) => delivery === 'delivered'));
    assert.equal((await tab.look()).delivery, 'gone');
    assert.equal(portal.journal().filter(({ type }) => type === 'received').length, 0);
  });

  test('when an asker gives up, then its prompt is cancelled by asker at once and its link closed', async (t) => {
    const portal = await TestPortal.start(t, under);
    const { asker, id } = await portal.ask();
    const tab = await portal.openTab(id);
    asker.send({ type: 'cancel' });
    assert.deepEqual(await asker.closed, { code: 1000, reason: 'heard' });
    await tab.delivery('gone');
    const { prompt } = (await portal.get<Shown>(`/api/prompts/${id}`)).body;
    assert.deepEqual([prompt.outcome?.status, prompt.outcome?.by], ['cancelled', 'asker']);
  });
});

/** Transports that close once `letClose` was called: until then a portal that leaves, however long it takes, is there. */
function holdClose(create: TransportFactory): { createTransport: TransportFactory; letClose: () => void } {
  let letClose = () => {};
  const mayClose = new Promise<void>((resolve) => {
    letClose = resolve;
  });
  const createTransport: TransportFactory = (handlers, options) => {
    const transport = create(handlers, options);
    const close = transport.close.bind(transport);
    transport.close = () => mayClose.then(close);
    return transport;
  };
  return { createTransport, letClose };
}

interface Timed {
  readonly remaining_ms: number | null;
  readonly sent_at: number;
}

function omitTime<T extends Timed>({ remaining_ms, sent_at, ...rest }: T): object {
  return rest;
}
