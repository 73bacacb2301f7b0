// Row 12, as far as the wire goes: text of a prompt is data. It comes back byte for byte, as JSON, and never in HTML.
import assert from 'node:assert/strict';
import { cutText } from '../../src/core/text.ts';
import type { HistoryDetail, HistoryRow } from '../../src/protocol/history.ts';
import type { PromptListing } from '../../src/protocol/view.ts';
import { forEachEngine } from '../contract/engines.ts';
import { assertSecured } from '../helpers/answers.ts';
import { HOSTILE_FROM } from '../helpers/asked-from.ts';
import { test } from '../helpers/attempts.ts';
import { PAGE, TestPortal } from '../helpers/portal.ts';
import { makeSpec } from '../helpers/prompts.ts';

const HOSTILE = [
  '<script>alert(1)</script>',
  '</script><script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  "'-alert(1)-'",
  '<svg/onload=alert(1)>',
  '<!--<script>',
  'javascript:alert(1)',
  '[link](javascript:alert(1))',
  '{{constructor.constructor("alert(1)")()}}',
  // biome-ignore lint/suspicious/noTemplateCurlyInString: as an attacker writes it
  '${alert(1)}',
  '&lt;script&gt;alert(1)&lt;/script&gt;',
  'a\u202Egnp.exe',
  'zero\u200Bwidth\uFEFF',
  'line\u2028paragraph\u2029',
  'tab\tnew\nline\rreturn',
  '\u001b[31mred\u001b[0m \u0007 \u009b',
  '__proto__',
  'constructor',
  '漢字 \u{1F468}\u200D\u{1F469} é',
  ' leading and trailing ',
];

const spec = {
  kind: 'select',
  question: HOSTILE.join(' '),
  options: HOSTILE.map((text) => ({ value: text, label: `label ${text}`, hint: `hint ${text}` })),
};

interface Shown {
  readonly question: string;
  readonly options: readonly object[];
}

interface Whole {
  readonly prompt: { readonly spec: Shown };
}

function assertSame(shown: Shown | undefined): void {
  assert.equal(shown?.question, spec.question);
  assert.deepEqual(shown?.options, spec.options);
}

forEachEngine((under) => {
  for (const [what, text] of [
    ['half a character', 'x\ud800y'],
    ['a NUL byte', 'one\0two'],
  ] as const) {
    test(`row 12: when ${what} is typed as an answer or a note, then it is refused and the prompt stays open`, async (t) => {
      const portal = await TestPortal.start(t, under);
      const { id } = await portal.ask({ kind: 'input', question: 'Your name?' });
      for (const answer of [
        { values: [], text },
        { values: [], text: 'fine', note: text },
      ]) {
        const refused = await portal.post(`/api/prompts/${id}/answer`, { request_id: 'r1', answer });
        assert.equal(refused.status, 422);
      }
      assert.equal((await (await portal.openTab(id)).look()).status, 'open');
    });
  }

  test('row 12: when hostile text is asked, then every JSON answer has it byte for byte, typed as JSON and not sniffed', async (t) => {
    const portal = await TestPortal.start(t, under);
    const { id } = await portal.ask(spec);
    const find = {
      list: (body: { prompts: Shown[] }) => body.prompts[0],
      whole: (body: Whole) => body.prompt.spec,
    };
    for (const [path, pick] of [
      ['/api/prompts', find.list],
      [`/api/prompts/${id}`, find.whole],
      [`/api/history/${id}`, find.whole],
    ] as const) {
      const answer = await portal.call('GET', path, { headers: [portal.bearer] });
      assert.equal(answer.headers.get('content-type'), 'application/json; charset=utf-8');
      assertSecured(answer);
      assertSame(pick(JSON.parse(answer.text)));
    }
  });

  test('row 12: when an asker says hostile things about itself, then tab, history and lists have them as they are', async (t) => {
    const portal = await TestPortal.start(t, under);
    for (const [index, from] of HOSTILE_FROM.entries()) {
      const asker = await portal.connectAsker();
      const id = `hostile${index}`;
      await asker.open(id, makeSpec(), { from });
      const tab = await portal.openTab(id);
      assert.deepEqual((await tab.look()).from, from);
      const past = await portal.get<{ prompt: HistoryDetail }>(`/api/history/${id}`);
      assert.deepEqual(past.body.prompt.from, from);
    }
    const rows = await portal.get<{ prompts: readonly HistoryRow[] }>('/api/history?limit=50');
    const open = await portal.get<{ prompts: readonly PromptListing[] }>('/api/prompts');
    for (const { prompts } of [rows.body, open.body]) {
      assert.deepEqual(new Set(prompts.map(({ from }) => from)), new Set(HOSTILE_FROM));
    }
  });

  test('row 12: when hostile text is asked, then the page is the same static file as without it', async (t) => {
    const portal = await TestPortal.start(t, under);
    const { id } = await portal.ask(spec);
    for (const path of ['/', `/choice/${id}`, '/choice/alert', '/?q=%3Cscript%3E', `/choice/${id}?x=%22%3E`]) {
      const answer = await portal.call('GET', path);
      assert.equal(answer.headers.get('content-type'), 'text/html; charset=utf-8');
      assert.equal(answer.text, PAGE, path);
    }
  });

  test('row 12: when hostile text goes over WebSockets and is picked, then tab, list and asker have it byte for byte', async (t) => {
    const portal = await TestPortal.start(t, under);
    const { id, asker } = await portal.ask(spec);
    const [tab, list] = [await portal.openTab(id), await portal.openTab(null)];
    assertSame((await tab.view()).spec);
    const [listed] = (await list.heard('list')).prompts;
    assert.equal(listed?.question, cutText(spec.question, 200), 'as long as it may be there, and otherwise as it is');
    const picked = HOSTILE[HOSTILE.length - 3] ?? '';
    const note = HOSTILE.slice(0, 12).join('\n');
    const notes = Object.fromEntries([[picked, note]]);
    tab.send({ type: 'answer', request_id: 'r1', answer: { values: [picked], note, notes } });
    const { outcome } = await asker.heard('settled');
    assert.deepEqual(outcome.values, [picked]);
    assert.equal(outcome.note, note);
    assert.deepEqual(outcome.notes, notes);
    assert.deepEqual((await list.heard('removed')).ending, { status: 'answered', fallback: null });
    assert.deepEqual((await tab.settled()).status, 'settled');
  });

  test('row 12: when each hostile text is a value, then each can be answered by HTTP and comes back as it was', async (t) => {
    const portal = await TestPortal.start(t, under);
    await Promise.all(
      HOSTILE.map(async (value) => {
        const { id, asker } = await portal.ask({ ...spec, question: value });
        const body = { request_id: value.slice(0, 64), answer: { values: [value] } };
        const answered = await portal.post<{ outcome: { values: string[] } }>(`/api/prompts/${id}/answer`, body);
        assert.deepEqual(answered.body.outcome.values, [value]);
        assert.deepEqual((await asker.heard('settled')).outcome.values, [value]);
      }),
    );
  });
});
