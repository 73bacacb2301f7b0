// The live list, `/ws`: what is open, then every change of it.
import assert from 'node:assert/strict';
import { MAX_OPEN_PROMPTS, MAX_OPTIONS, MAX_QUESTION_BYTES } from '../../src/core/limits.ts';
import { forEachEngine } from '../contract/engines.ts';
import { test } from '../helpers/attempts.ts';
import { TestPortal } from '../helpers/portal.ts';
import { makeSpec } from '../helpers/prompts.ts';

/** What a link may hold for a peer that does not read, by `maxBackpressureBytes`: the list has to stay far below. */
const ROOM = 4 * 1024 * 1024;
/** Askers that connect at once: a crowd, not a flood. */
const CROWD = 50;
const LONGEST_QUESTION = '"'.repeat(MAX_QUESTION_BYTES);
const fourKilobytes = makeSpec({
  question: LONGEST_QUESTION,
  timeout_ms: 600_000,
  options: ['a', 'b', 'c', 'd'].map((letter) => ({ value: letter.repeat(1_000) })),
});
/** Nearly the megabyte that a prompt may have. */
const nearTheMost = makeSpec({
  question: LONGEST_QUESTION,
  timeout_ms: 600_000,
  options: Array.from({ length: MAX_OPTIONS }, (_, index) => ({ value: `${index}`.padEnd(480, 'x') })),
});

forEachEngine((under) => {
  test('when prompts come, change and settle, then the list hears list, changed and removed', async (t) => {
    const portal = await TestPortal.start(t, under);
    const first = await portal.ask(makeSpec({ question: 'First?' }));
    const list = await portal.openTab(null);
    const { prompts } = await list.heard('list');
    assert.deepEqual(
      prompts.map(({ id, question }) => [id, question]),
      [[first.id, 'First?']],
    );
    const second = await portal.ask(makeSpec({ question: 'Second?', timeout_ms: null }));
    const added = await list.heard('changed', ({ prompt }) => prompt.id === second.id);
    assert.deepEqual([added.prompt.question, added.prompt.remaining_ms], ['Second?', null]);
    await portal.post(`/api/prompts/${first.id}/extend`, { request_id: 'r1', by_ms: 60_000 });
    const moved = await list.heard('changed', ({ prompt }) => prompt.id === first.id);
    assert.ok(moved.prompt.revision === 2 && (moved.prompt.remaining_ms ?? 0) > 110_000);
    await portal.post(`/api/prompts/${first.id}/answer`, { request_id: 'r2', answer: { values: ['staging'] } });
    const removed = await list.heard('removed');
    assert.deepEqual([removed.id, removed.ending], [first.id, { status: 'answered', fallback: null }]);
    const later = await portal.openTab(null);
    assert.deepEqual(
      (await later.heard('list')).prompts.map(({ id }) => id),
      [second.id],
    );
  });

  test('when prompts have no secret to tell, then a tab sees no URL in a list, and an asker does', async (t) => {
    const portal = await TestPortal.start(t, under);
    const { url } = await portal.ask();
    type Listed = { prompts: { url?: string }[] };
    const seen = await portal.get<Listed>('/api/prompts');
    const told = await portal.command<Listed>('/api/prompts');
    assert.deepEqual([seen.body.prompts[0]?.url, told.body.prompts[0]?.url], [undefined, url.href]);
    const list = await portal.openTab(null);
    assert.ok(!JSON.stringify(await list.heard('list')).includes('code='));
  });

  test('when a list link pings, then it gets the list again; requests about a prompt are refused', async (t) => {
    const portal = await TestPortal.start(t, under);
    const list = await portal.openTab(null);
    const empty = await list.heard('list');
    assert.deepEqual(empty.prompts, []);
    list.send({ type: 'ping' });
    await list.heard('list', (message) => message !== empty);
    for (const message of [
      { type: 'answer', answer: { values: ['a'] } },
      { type: 'cancel' },
      { type: 'extend', by_ms: 60_000 },
      { type: 'update_timeout', remaining_ms: null },
    ]) {
      const refused = await list.request(message);
      assert.ok(refused.type === 'refused' && refused.reason === 'unknown_prompt', message.type);
      assert.match(refused.detail, /use \/ws\/ID/);
    }
  });

  test('when as many prompts are open as may be, and some as large as may be, then every list gets all of them', async (t) => {
    const portal = await TestPortal.start(t, under);
    const early = await portal.openTab(null);
    const ids: string[] = [];
    for (let begun = 0; begun < MAX_OPEN_PROMPTS; begun += CROWD) {
      const specs = Array.from({ length: CROWD }, (_, index) => (begun + index < 5 ? nearTheMost : fourKilobytes));
      for (const { id } of await Promise.all(specs.map((spec) => portal.ask(spec)))) ids.push(id);
    }
    const late = await portal.openTab(null);
    const { prompts } = await late.heard('list');
    assert.deepEqual(new Set(prompts.map(({ id }) => id)), new Set(ids));
    assert.deepEqual(
      [MAX_OPTIONS, 4].map((count) => prompts.filter(({ option_count }) => option_count === count).length),
      [5, MAX_OPEN_PROMPTS - 5],
    );
    assert.ok(Buffer.byteLength(JSON.stringify(prompts)) < ROOM / 2, 'with room for what comes meanwhile');
    await early.heard('changed', ({ prompt }) => prompt.id === ids.at(-1));
    const options = new Map<string, number>();
    let next: string | null = '';
    while (next !== null) {
      type Page = { prompts: { id: string; options: object[] }[]; next: string | null };
      const { body }: { body: Page } = await portal.get<Page>(`/api/prompts?after=${next}`);
      for (const prompt of body.prompts) options.set(prompt.id, prompt.options.length);
      next = body.next;
    }
    assert.equal(options.size, MAX_OPEN_PROMPTS);
    assert.equal(
      [...options.values()].reduce((sum, count) => sum + count, 0),
      5 * MAX_OPTIONS + 4 * 995,
    );
  });
});
