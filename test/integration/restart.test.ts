// One portal ends, another begins on the same journal: what was decided stays decided, and is delivered once.
import assert from 'node:assert/strict';
import { appendFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import type { Outcome } from '../../src/core/prompt.ts';
import { readCode } from '../../src/protocol/paths.ts';
import { type EngineUnderTest, forEachEngine } from '../contract/engines.ts';
import { assertRefused } from '../helpers/answers.ts';
import type { Asker } from '../helpers/asker.ts';
import { test } from '../helpers/attempts.ts';
import { TestPortal } from '../helpers/portal.ts';
import { makeResume, makeSpec } from '../helpers/prompts.ts';

const resume = makeResume({ elapsed_ms: 100, remaining_ms: 59_900 });

interface Listed {
  readonly id: string;
  readonly outcome: Outcome | null;
}

interface Detail extends Listed {
  readonly received: boolean;
}

/** A portal on the journal of `before`, with its key: as a new process after that one ended. */
async function restart(t: TestContext, under: EngineUnderTest, before: TestPortal): Promise<TestPortal> {
  const { key, journalDirectory } = before.options;
  await before.portal.close();
  return TestPortal.start(t, under, { key, journalDirectory });
}

/** Answers `id` and lets the portal end before its asker acknowledged. */
async function answerUnheard(portal: TestPortal, id: string, asker: Asker): Promise<Outcome> {
  const tab = await portal.openTab(id);
  tab.answer('staging');
  return (await asker.heard('settled')).outcome;
}

forEachEngine((under) => {
  test('when an outcome was journaled but not received, then the next portal delivers it, once, to the asker that resumes', async (t) => {
    const before = await TestPortal.start(t, under);
    const { asker, id } = await before.ask();
    const outcome = await answerUnheard(before, id, asker);
    const portal = await restart(t, under, before);
    const back = await portal.connectAsker();
    const opened = await back.open(id, makeSpec(), { resume, may_open: true });
    assert.equal(opened.open_url, null, 'there is nothing to answer');
    assert.deepEqual((await back.heard('settled')).outcome, outcome);
    back.send({ type: 'received' });
    assert.equal((await back.closed).code, 1000);
    assert.equal(back.told.filter(({ type }) => type === 'settled').length, 1);
    await portal.portal.close();
    const kinds = portal.journal().map(({ type }) => type);
    assert.deepEqual(kinds, ['opened', 'outcome', 'received']);
  });

  test('when a late tab comes to the next portal, then it sees the outcome; another answer is refused with it', async (t) => {
    const before = await TestPortal.start(t, under);
    const { asker, id } = await before.ask();
    const outcome = await answerUnheard(before, id, asker);
    const portal = await restart(t, under, before);
    const tab = await portal.openTab(id);
    const prompt = await tab.view();
    assert.deepEqual([prompt.status, prompt.outcome], ['settled', outcome]);
    const back = await portal.connectAsker();
    await back.open(id, makeSpec(), { resume });
    const refused = await tab.request({ type: 'answer', answer: { values: ['production'] } });
    assert.deepEqual(refused.type === 'refused' && refused.outcome, outcome);
    back.send({ type: 'received' });
    await tab.delivery('delivered');
  });

  test('when a late tab connects to the next portal after the asker got the outcome, then it is shown as delivered', async (t) => {
    const before = await TestPortal.start(t, under);
    const { asker, id } = await before.ask();
    await answerUnheard(before, id, asker);
    asker.send({ type: 'received' });
    await asker.closed;
    const portal = await restart(t, under, before);
    const prompt = await (await portal.openTab(id)).view();
    assert.deepEqual([prompt.status, prompt.delivery], ['settled', 'delivered']);
  });

  test('when a portal ends with a prompt open, then it is not given up: it goes on at the next one', async (t) => {
    const before = await TestPortal.start(t, under);
    const { asker, id } = await before.ask();
    const portal = await restart(t, under, before);
    assert.equal((await asker.closed).code, 1001);
    const tab = await portal.openTab(id);
    await tab.heard('unknown');
    const back = await portal.connectAsker();
    assert.equal((await back.open(id, makeSpec(), { resume })).revision, 2);
    tab.answer('production');
    assert.deepEqual((await back.heard('settled')).outcome.values, ['production']);
    // By then the first portal would have given the asker up that it lost by its own end.
    const lost = await portal.ask(makeSpec(), 'lost0000');
    const witness = await portal.openTab(lost.id);
    lost.asker.die();
    await witness.delivery('gone');
    const outcomes = portal.journal().filter((record) => record.type === 'outcome' && record.id === id);
    assert.equal(outcomes.length, 1);
  });

  test('when an extension is sent again to the next portal, then it counts once', async (t) => {
    const before = await TestPortal.start(t, under);
    const { asker, id } = await before.ask();
    const tab = await before.openTab(id);
    await tab.request({ type: 'extend', by_ms: 60_000 }, 'extension-1');
    const { requests, remaining_ms } = await asker.heard('sync', (sync) => sync.requests.length > 0);
    const portal = await restart(t, under, before);
    const back = await portal.connectAsker();
    await back.open(id, makeSpec(), { resume: { ...resume, requests, remaining_ms } });
    const again = await portal.openTab(id);
    const { remaining_ms: left } = await again.view();
    assert.equal((await again.request({ type: 'extend', by_ms: 60_000 }, 'extension-1')).type, 'accepted');
    assert.ok(((await again.look()).remaining_ms ?? 0) <= (left ?? 0), 'the deadline did not move');
    assert.equal((await again.request({ type: 'extend', by_ms: 60_000 }, 'extension-2')).type, 'accepted');
    assert.ok(((await again.look()).remaining_ms ?? 0) > (left ?? 0), 'another one moves it');
  });

  test('row 8: when the printed code was used at one portal, then the next one counts on from there', async (t) => {
    const before = await TestPortal.start(t, under);
    const { asker, id, url } = await before.ask();
    const at = { prompt_id: id };
    const first = readCode(url.hash) ?? '';
    for (let use = 1; use <= 7; use += 1) assert.equal((await before.redeem(first, at)).status, 200);
    const { uses } = await asker.heard('code_used', ({ uses }) => uses === 7);
    const portal = await restart(t, under, before);
    const back = await portal.connectAsker();
    const opened = await back.open(id, makeSpec(), { resume: { ...resume, code_uses: uses } });
    assert.equal(opened.code_uses, 7);
    const code = readCode(new URL(opened.url).hash) ?? '';
    assert.equal((await portal.redeem(code, at)).status, 200, 'the eighth time');
    await back.heard('code_used', ({ uses }) => uses === 8);
    assertRefused(await portal.redeem(code, at), 401, /^this link was already used or has expired/);
  });

  test('when the last line of a journal is torn, then all before it is delivered and shown', async (t) => {
    const before = await TestPortal.start(t, under);
    const { asker, id } = await before.ask();
    const outcome = await answerUnheard(before, id, asker);
    await before.portal.close();
    const [file = ''] = readdirSync(before.options.journalDirectory);
    appendFileSync(join(before.options.journalDirectory, file), '{"n":9,"type":"received","id":"');
    const portal = await restart(t, under, before);
    const listed = await portal.get<{ prompts: Listed[] }>('/api/history');
    assert.deepEqual(
      listed.body.prompts.map((entry) => [entry.id, entry.outcome]),
      [[id, outcome]],
    );
    const detail = await portal.get<{ prompt: Detail }>(`/api/history/${id}`);
    assert.deepEqual([detail.body.prompt.outcome, detail.body.prompt.received], [outcome, false]);
    const back = await portal.connectAsker();
    await back.open(id, makeSpec(), { resume });
    assert.deepEqual((await back.heard('settled')).outcome, outcome);
  });

  test('when a stranger resumes the id of a settled prompt with another spec, then it is refused', async (t) => {
    const before = await TestPortal.start(t, under);
    const { asker, id } = await before.ask();
    await answerUnheard(before, id, asker);
    const portal = await restart(t, under, before);
    const stranger = await portal.connectAsker();
    stranger.send({ type: 'open', id, spec: makeSpec({ question: 'Other?' }), may_open: false, resume });
    assert.equal((await stranger.heard('refused')).reason, 'id_taken');
  });
});
