// The HTTP API: what each route gives, and each way in which it says no.
import assert from 'node:assert/strict';
import { hostname, userInfo } from 'node:os';
import type { Outcome } from '../../src/core/prompt.ts';
import type { HistoryPage } from '../../src/protocol/history.ts';
import { forEachEngine } from '../contract/engines.ts';
import { assertRefused } from '../helpers/answers.ts';
import { test } from '../helpers/attempts.ts';
import { TestPortal } from '../helpers/portal.ts';
import { makeSpec } from '../helpers/prompts.ts';

interface Shown {
  readonly id: string;
  readonly status: string;
  readonly remaining_ms: number | null;
  readonly opened_at: number;
  readonly outcome: Outcome | null;
}

interface Whole extends Shown {
  readonly spec: { readonly question: string };
  readonly received: boolean;
}

interface Verdict {
  readonly accepted?: boolean;
  readonly error?: string;
  readonly message?: string;
  readonly remaining_ms: number | null;
  readonly outcome: Outcome | null;
}

const answer = { request_id: 'r1', answer: { values: ['staging'] } };

forEachEngine((under) => {
  test('when prompts are open, then they are listed in the order of their coming, and shown one by one', async (t) => {
    const portal = await TestPortal.start(t, under);
    assert.deepEqual((await portal.get('/api/prompts')).body, { prompts: [], next: null });
    const [first, second] = [await portal.ask(makeSpec({ question: 'One?' })), await portal.ask()];
    const { body } = await portal.get<{ prompts: Shown[] }>('/api/prompts');
    assert.deepEqual(
      body.prompts.map(({ id }) => id),
      [first.id, second.id],
    );
    const one = await portal.get<{ prompt: Whole }>(`/api/prompts/${first.id}`);
    assert.deepEqual([one.status, one.body.prompt.spec.question, one.body.prompt.status], [200, 'One?', 'open']);
  });

  test('when open prompts are large, then they are listed in pages, and again from the start after one that settled', async (t) => {
    const portal = await TestPortal.start(t, under);
    const options = Array.from({ length: 300 }, (_, at) => ({ value: `${at} `.repeat(200), label: 'x' }));
    const asked = [];
    for (let count = 0; count < 5; count += 1)
      asked.push(await portal.ask({ kind: 'select', question: 'Which?', options }));
    const list = async (after = '') => {
      const { body } = await portal.get<{ prompts: Shown[]; next: string | null }>(`/api/prompts${after}`);
      return { ids: body.prompts.map(({ id }) => id), next: body.next };
    };
    const [a, b, c, d, e] = asked.map(({ id }) => id);
    assert.deepEqual(await list(), { ids: [a, b], next: b });
    assert.deepEqual(await list(`?after=${b}`), { ids: [c, d], next: d });
    assert.deepEqual(await list(`?after=${d}`), { ids: [e], next: null });
    await portal.post(`/api/prompts/${b}/cancel`, { request_id: 'r1' });
    assert.deepEqual(await list(`?after=${b}`), { ids: [a, c], next: c });
  });

  test('when a prompt is answered over HTTP, then 200 with the outcome, by browser or cli as it came', async (t) => {
    const portal = await TestPortal.start(t, under);
    for (const by of ['browser', 'cli']) {
      const { id, asker } = await portal.ask();
      const path = `/api/prompts/${id}/answer`;
      const isPage = by === 'browser';
      const { status, body } = await (isPage
        ? portal.post<Verdict>(path, answer)
        : portal.command<Verdict>(path, answer));
      assert.deepEqual([status, body.accepted, body.outcome?.values, body.outcome?.by], [200, true, ['staging'], by]);
      assert.deepEqual((await asker.heard('settled')).outcome, body.outcome);
    }
  });

  test('when a deadline is moved over HTTP, then 200 with the time left; beyond its bounds 422 by name', async (t) => {
    const portal = await TestPortal.start(t, under);
    const { id } = await portal.ask(makeSpec({ max_timeout_ms: 120_000 }));
    const extend = (body: object) => portal.post<Verdict>(`/api/prompts/${id}/extend`, body);
    const near = (left: number | null, wanted: number) =>
      assert.ok(left !== null && left <= wanted && left > wanted - 2_000);
    near((await extend({ request_id: 'r1', by_ms: 30_000 })).body.remaining_ms, 90_000);
    near((await extend({ request_id: 'r2', remaining_ms: 20_000 })).body.remaining_ms, 20_000);
    near((await extend({ request_id: 'r3', by_ms: 3_600_000 })).body.remaining_ms, 120_000);
    const beyond = await extend({ request_id: 'r4', by_ms: 60_000 });
    assert.deepEqual([beyond.status, beyond.body.error], [422, 'max_timeout']);
    const fixed = await portal.ask(makeSpec({ extendable: false }));
    const refused = await portal.post<Verdict>(`/api/prompts/${fixed.id}/extend`, { request_id: 'r5', by_ms: 60_000 });
    assert.deepEqual([refused.status, refused.body.error], [422, 'not_extendable']);
  });

  test('when a decision comes over HTTP, then it says who it was, and on which device only if a command says so', async (t) => {
    const portal = await TestPortal.start(t, under);
    const account = { user: userInfo().username, host: hostname() };
    const device = { tty: '/dev/pts/3', ssh: '10.0.0.5' };
    for (const [action, request] of [
      ['answer', { ...answer, device }],
      ['cancel', { request_id: 'r1', device }],
    ] as const) {
      const [one, other] = [await portal.ask(), await portal.ask()];
      const page = await portal.post<Verdict>(`/api/prompts/${one.id}/${action}`, request);
      assert.deepEqual(page.body.outcome?.who, account);
      const command = await portal.command<Verdict>(`/api/prompts/${other.id}/${action}`, request);
      assert.deepEqual(command.body.outcome?.who, { ...account, ...device });
    }
    const { id } = await portal.ask();
    const wrong = { ...answer, device: { tty: 'x'.repeat(65) } };
    assert.equal((await portal.command<Verdict>(`/api/prompts/${id}/answer`, wrong)).body.error, 'bad_message');
  });

  test('when a note is required, then an answer without one is 422, and one with it counts; a cancel may have one', async (t) => {
    const portal = await TestPortal.start(t, under);
    const { id } = await portal.ask(makeSpec({ note: 'required' }));
    const path = `/api/prompts/${id}`;
    const missing = await portal.post<Verdict>(`${path}/answer`, answer);
    assert.deepEqual([missing.status, missing.body.error], [422, 'note_missing']);
    const long = await portal.post<Verdict>(`${path}/cancel`, { request_id: 'r2', note: 'é'.repeat(2_049) });
    assert.deepEqual([long.status, long.body.error], [422, 'note_too_long']);
    const { body } = await portal.post<Verdict>(`${path}/cancel`, { request_id: 'r3', note: 'not today' });
    assert.deepEqual([body.outcome?.status, body.outcome?.note], ['cancelled', 'not today']);
  });

  test('when a prompt is settled, then every request about it is 409 with the outcome that stands', async (t) => {
    const portal = await TestPortal.start(t, under);
    const { id } = await portal.ask();
    const { status, body } = await portal.post<Verdict>(`/api/prompts/${id}/cancel`, { request_id: 'r0' });
    assert.deepEqual([status, body.outcome?.status, body.outcome?.by], [200, 'cancelled', 'browser']);
    for (const [action, request] of [
      ['answer', answer],
      ['extend', { request_id: 'r2', by_ms: 60_000 }],
      ['extend', { request_id: 'r3', remaining_ms: null }],
      ['cancel', { request_id: 'r4' }],
    ] as const) {
      const refused = await portal.post<Verdict>(`/api/prompts/${id}/${action}`, request);
      assert.deepEqual([refused.status, refused.body.error, refused.body.outcome], [409, 'settled', body.outcome]);
    }
  });

  test('when no such prompt is there, then 404; when a body means nothing, then 422 names the field', async (t) => {
    const portal = await TestPortal.start(t, under);
    const { id } = await portal.ask();
    assert.equal((await portal.get<Verdict>('/api/prompts/unknown0')).body.error, 'unknown_prompt');
    for (const [action, body] of [
      ['answer', answer],
      ['extend', { request_id: 'r1', by_ms: 60_000 }],
      ['cancel', { request_id: 'r1' }],
    ] as const) {
      const { status, body: refusal } = await portal.post<Verdict>(`/api/prompts/unknown0/${action}`, body);
      assert.deepEqual([status, refusal.error], [404, 'unknown_prompt']);
    }
    for (const [action, body, field] of [
      ['answer', {}, /^request_id: /],
      ['answer', { request_id: 'r1', answer: { values: [1] } }, /^answer\.values\.0: /],
      ['answer', { ...answer, by: 'asker' }, /^by: /],
      ['extend', { request_id: 'r1' }, /./],
      ['extend', { request_id: 'r1', by_ms: 0 }, /./],
      ['cancel', [], /./],
    ] as const) {
      const { status, body: refusal } = await portal.post<Verdict>(`/api/prompts/${id}/${action}`, body);
      assert.deepEqual([status, refusal.error], [422, 'bad_message']);
      assert.match(refusal.message ?? '', field);
    }
    const unknown = await portal.post<Verdict>(`/api/prompts/${id}/answer`, { ...answer, answer: { values: ['c'] } });
    assert.deepEqual([unknown.status, unknown.body.error, unknown.body.outcome], [422, 'unknown_value', null]);
  });

  test('when a body is wrong, then the refusal is short and repeats no value', async (t) => {
    const portal = await TestPortal.start(t, under);
    const { id } = await portal.ask();
    const long = 'secret'.repeat(2_000);
    for (const [path, body] of [
      [`/api/prompts/${id}/answer`, { request_id: 'r1', answer: { values: long } }],
      [`/api/prompts/${id}/cancel`, { request_id: 'r1', [long]: 1 }],
      ['/api/settings', { theme: long }],
      ['/api/settings', { default_timeout: long }],
    ] as const) {
      const { status, body: refusal } = await portal.post<Verdict>(path, body);
      assert.equal(status, 422);
      assert.ok((refusal.message ?? '').length < 200, refusal.message);
    }
  });

  test('when prompts were asked, then history has the newest first, with outcome and receipt, as many as wanted', async (t) => {
    const portal = await TestPortal.start(t, under);
    assert.deepEqual((await portal.get('/api/history')).body, { prompts: [], next: null });
    const { id, asker } = await portal.ask();
    const { body: answered } = await portal.post<Verdict>(`/api/prompts/${id}/answer`, answer);
    await asker.heard('settled');
    asker.send({ type: 'received' });
    await asker.closed;
    const later = await portal.ask();
    // Settling it makes sure that everything before is written.
    await portal.post(`/api/prompts/${later.id}/cancel`, { request_id: 'r1' });
    const { body } = await portal.get<HistoryPage>('/api/history');
    assert.deepEqual(
      body.prompts.map((entry) => [entry.id, entry.status]),
      [
        [later.id, 'cancelled'],
        [id, 'answered'],
      ],
    );
    assert.deepEqual(body.prompts[1]?.outcome, answered.outcome);
    for (const [asked, received] of [
      [later.id, false],
      [id, true],
    ] as const) {
      const whole = await portal.get<{ prompt: Whole }>(`/api/history/${asked}`);
      assert.deepEqual([whole.body.prompt.spec.question, whole.body.prompt.received], ['Deploy where?', received]);
    }
    const first = await portal.get<HistoryPage>('/api/history?limit=1');
    const second = await portal.get<HistoryPage>(`/api/history?limit=1&before=${first.body.next}`);
    assert.deepEqual([...first.body.prompts, ...second.body.prompts], body.prompts);
    assert.equal(second.body.next, null);
  });

  test('when history is asked for wrongly, then 422 names the field and the fix', async (t) => {
    const portal = await TestPortal.start(t, under);
    for (const [query, message] of [
      ['limit=0', /^limit: must be a whole number from 1 to 1000$/],
      ['limit=9999', /^limit: /],
      ['limit=x', /^limit: /],
      ['status=lost', /^status: must be one of: active, answered, timeout, cancelled$/],
      ['since=yesterday', /^since: must be wall-clock ms$/],
      ['before=p0000001', /^before: must be the `next` of a page, or wall-clock ms$/],
      [`q=${'x'.repeat(201)}`, /^q: must be at most 200 characters$/],
    ] as const) {
      const headers = [portal.bearer];
      assertRefused(await portal.call('GET', `/api/history?${query}`, { headers }), 422, message);
    }
    assert.equal((await portal.get('/api/history/unknown0')).status, 404);
  });

  test('when HEAD is asked, then the head of the GET comes and no body', async (t) => {
    const portal = await TestPortal.start(t, under);
    for (const path of ['/', '/healthz', '/assets/x-abc.js', '/api/prompts']) {
      const headers = [portal.bearer];
      const [head, get] = [await portal.call('HEAD', path, { headers }), await portal.call('GET', path, { headers })];
      assert.deepEqual([head.status, head.body.length], [200, 0]);
      for (const name of ['content-type', 'content-length', 'cache-control'])
        assert.equal(head.headers.get(name), get.headers.get(name), `${path} ${name}`);
    }
  });

  test('when a path is almost one of ours, then 404, and nothing is decoded on the way', async (t) => {
    const portal = await TestPortal.start(t, under);
    const { id } = await portal.ask();
    const near = [
      '/api',
      '/api/',
      '/api/prompts/',
      `/api/prompts/${id}/`,
      `/api/prompts/${id}/settle`,
      '//',
      '/API/prompts',
    ];
    for (const path of [...near, '/choice', '/choice/', '/choice/a/b', '/api/prompts/%70', '/index.html', '/healthz/'])
      assertRefused(await portal.call('GET', path, { headers: [portal.bearer] }), 404, /nothing at this address/);
  });
});
