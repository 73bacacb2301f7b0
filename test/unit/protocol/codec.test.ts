// What the wire accepts, and how it refuses the rest: by name, and without ever throwing.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { type AskerMessage, decodeAskerMessage } from '../../../src/protocol/asker.ts';
import { type Decoded, encode } from '../../../src/protocol/codec.ts';
import { REFUSAL_TEXT } from '../../../src/protocol/refusal.ts';
import { decodeTabMessage, type TabMessage } from '../../../src/protocol/tab.ts';
import { HOSTILE_FROM, SCRIPT_FROM } from '../../helpers/asked-from.ts';
import { makeSpec } from '../../helpers/prompts.ts';

const request_id = 'r1';
const answer = { values: ['staging'] };
const ID = 'p0000001';
const open = { type: 'open', id: ID, spec: makeSpec(), may_open: true };
const resume = {
  opened_at: 1,
  elapsed_ms: 2.5,
  remaining_ms: null,
  extended_ms: -3,
  holds: 3,
  seen_at: null,
  revision: 4,
};

/** `[reason, detail, request_id]` of a refusal. */
function refusal(decoded: Decoded<unknown>): [reason: string, detail: string, requestId: string | null] {
  assert.ok(!decoded.ok, 'was accepted');
  return [decoded.reason, decoded.detail, decoded.request_id];
}

describe('every message that a side may send', () => {
  const tab: TabMessage[] = [
    { type: 'hello', visible: true, can_notify: false },
    { type: 'answer', request_id, answer },
    { type: 'answer', request_id, answer: { values: [], text: 't', note: 'n', notes: { staging: 'why' } } },
    { type: 'cancel', request_id },
    { type: 'extend', request_id, by_ms: 1_000 },
    { type: 'update_timeout', request_id, remaining_ms: 0.5 },
    { type: 'update_timeout', request_id, remaining_ms: null },
    { type: 'answer', request_id, answer: { picked: [] } },
    { type: 'answer', request_id, answer: { picked: [999, 0], text: 't', note: 'n', notes: { staging: 'why' } } },
    { type: 'draft', draft: answer },
    { type: 'draft', draft: { picked: [1] } },
    { type: 'draft', draft: { values: [], text: '' } },
    { type: 'draft', draft: null },
    { type: 'ping' },
  ];
  for (const message of tab) {
    test(`when a tab sends ${encode(message)}, then it arrives unchanged`, () =>
      assert.deepEqual(decodeTabMessage(encode(message)), { ok: true, message }));
  }

  const asker: [string, object][] = [
    ['open', open],
    ['open again', { ...open, resume }],
    ['open again, seen', { ...open, resume: { ...resume, holds: 0, seen_at: 1_000_000 } }],
    ['open under a key', { ...open, key: 'deploy 42 / 😀' }],
    ['open with its source', { ...open, source: 'p-Q_7' }],
    ['open with who asks', { ...open, from: SCRIPT_FROM }],
    ['open with a name alone', { ...open, from: { name: '<b>\u202E' } }],
    ...HOSTILE_FROM.map((from, index): [string, object] => [`open with hostile text ${index + 1}`, { ...open, from }]),
    ['open with what is no spec at all', { ...open, spec: null }],
    ['open with a spec of another version', { ...open, spec: { kind: 'poll', 7: [] } }],
    ['cancel', { type: 'cancel' }],
    ['cancel because nobody was reached', { type: 'cancel', cause: 'unreached' }],
    ['received', { type: 'received' }],
  ];
  for (const [name, message] of asker) {
    test(`when an asker sends ${name}, then it arrives unchanged`, () =>
      assert.deepEqual(decodeAskerMessage(encode(message)), { ok: true, message: message as AskerMessage }));
  }

  test('when a note is on a value named like an inherited property, then the note is kept', () => {
    const notes = JSON.parse('{"constructor":"a","__proto__":"b"}');
    const decoded = decodeTabMessage(
      encode({ type: 'answer', request_id, answer: { values: ['constructor'], notes } }),
    );
    assert.ok(decoded.ok && decoded.message.type === 'answer', 'was refused');
    assert.deepEqual(Object.entries(decoded.message.answer.notes ?? {}), [
      ['constructor', 'a'],
      ['__proto__', 'b'],
    ]);
    assert.equal(({} as { a?: string }).a, undefined);
  });
});

describe('who asks', () => {
  const url = 'https://ci.example/7?build=1;a#log';
  for (const [what, from, problem] of [
    ['an address with a query', { ci: { provider: 'GitLab CI', url } }, null],
    ['a NUL in the name', { name: 'a\0b' }, /NUL/],
    ['half a character in the name', { name: '\ud83d' }, /not valid Unicode/],
    ['half a character in the script', { command: '\ude00.sh' }, /not valid Unicode/],
    ['a NUL in the directory', { cwd: '/\0' }, /NUL/],
    ['half a character in the branch', { git: { repo: 'app', branch: '\ud83d' } }, /not valid Unicode/],
    ['a NUL in the job', { ci: { provider: 'GitLab CI', job: '\0' } }, /NUL/],
  ] as const) {
    test(`when it has ${what}, then it is ${problem ? 'refused' : 'accepted'}`, () => {
      const decoded = decodeAskerMessage(encode({ ...open, from }));
      if (problem) assert.match(JSON.stringify(decoded), problem);
      assert.equal(decoded.ok, problem === null);
    });
  }
});

describe('an answer by positions', () => {
  test('when a thousand options are picked, then the message has room for it', () => {
    const picked = Array.from({ length: 1_000 }, (_, index) => index);
    const text = encode({ type: 'answer', request_id, answer: { picked, note: '😀'.repeat(1_024) } });
    assert.ok(Buffer.byteLength(text) < 16 * 1024, `${Buffer.byteLength(text)} bytes`);
    assert.equal(decodeTabMessage(text).ok, true);
  });

  const wrong: [what: string, field: string, answer: object][] = [
    ['a negative position', 'picked.0', { picked: [-1] }],
    ['half a position', 'picked.0', { picked: [0.5] }],
    ['a value', 'picked.0', { picked: ['staging'] }],
    ['1,001 positions', 'picked', { picked: Array(1_001).fill(0) }],
    ['no list', 'picked', { picked: 0 }],
    ['values beside positions', 'values', { picked: [0], values: ['staging'] }],
    ['neither values nor positions', 'values', { text: 't' }],
    ['an unknown field', 'extra', { picked: [0], extra: 1 }],
    ['a wrong note', 'note', { picked: [0], note: 1 }],
  ];
  for (const [what, field, given] of wrong) {
    test(`when it has ${what}, then ${field} is refused, as an answer and as a draft`, () => {
      const [reason, detail, echoed] = refusal(decodeTabMessage(encode({ type: 'answer', request_id, answer: given })));
      assert.deepEqual([reason, echoed], ['bad_message', request_id]);
      assert.ok(detail.startsWith(`answer.${field}: `), detail);
      const [, ofDraft] = refusal(decodeTabMessage(encode({ type: 'draft', draft: given })));
      assert.ok(ofDraft.startsWith(`draft.${field}: `), ofDraft);
    });
  }
});

describe('refusals', () => {
  const both: [text: string, reason: string, detail: string][] = [
    ['', 'bad_json', 'not JSON'],
    ['{', 'bad_json', 'not JSON'],
    ['undefined', 'bad_json', 'not JSON'],
    ['null', 'unknown_type', 'type ""'],
    ['3', 'unknown_type', 'type ""'],
    ['"ping"', 'unknown_type', 'type ""'],
    ['[{"type":"ping"}]', 'unknown_type', 'type ""'],
    ['{}', 'unknown_type', 'type ""'],
    ['{"type":7}', 'unknown_type', 'type ""'],
    ['{"type":"Ping"}', 'unknown_type', 'type "Ping"'],
    ['{"type":"__proto__"}', 'unknown_type', 'type "__proto__"'],
    ['{"type":"constructor"}', 'unknown_type', 'type "constructor"'],
    ['{"type":"toString"}', 'unknown_type', 'type "toString"'],
    ['{"__proto__":{"type":"ping"}}', 'unknown_type', 'type ""'],
    [encode({ type: `${'x'.repeat(5_000)}\n` }), 'unknown_type', `type "${'x'.repeat(39)}…"`],
  ];
  for (const [text, reason, detail] of both) {
    test(`when ${text.slice(0, 40) || 'nothing'} is sent, then either side refuses it as ${reason}`, () => {
      assert.deepEqual(refusal(decodeTabMessage(text)), [reason, detail, null]);
      assert.deepEqual(refusal(decodeAskerMessage(text)), [reason, detail, null]);
    });
  }

  test('when one side sends what only the other may, then it is refused as unknown_type', () => {
    assert.equal(refusal(decodeTabMessage(encode(open)))[0], 'unknown_type');
    assert.equal(refusal(decodeAskerMessage('{"type":"answer"}'))[0], 'unknown_type');
  });

  const fields: [field: string, message: object][] = [
    ['visible', { type: 'hello', visible: 1, can_notify: true }],
    ['can_notify', { type: 'hello', visible: true }],
    ['answer', { type: 'answer', request_id }],
    ['answer.values', { type: 'answer', request_id, answer: {} }],
    ['answer.values.1', { type: 'answer', request_id, answer: { values: ['a', 1] } }],
    ['answer.values.0', { type: 'answer', request_id, answer: { values: ['v'.repeat(1_025)] } }],
    ['answer.values', { type: 'answer', request_id, answer: { values: Array(1_001).fill('a') } }],
    ['answer.note', { type: 'answer', request_id, answer: { values: [], note: 'n'.repeat(4_097) } }],
    ['answer.notes', { type: 'answer', request_id, answer: { values: [], notes: { a: 1 } } }],
    ['answer.notes', { type: 'answer', request_id, answer: { values: [], notes: { a: 'n'.repeat(4_097) } } }],
    ['answer.notes', { type: 'answer', request_id, answer: { values: [], notes: [] } }],
    ['answer.text', { type: 'answer', request_id, answer: { values: [], text: null } }],
    ['answer.extra', { type: 'answer', request_id, answer: { values: [], extra: 1 } }],
    ['by_ms', { type: 'extend', request_id, by_ms: 999 }],
    ['by_ms', { type: 'extend', request_id, by_ms: -60_000 }],
    ['by_ms', { type: 'extend', request_id, by_ms: 1_000.5 }],
    ['by_ms', { type: 'extend', request_id, by_ms: 1e300 }],
    ['remaining_ms', { type: 'update_timeout', request_id }],
    ['remaining_ms', { type: 'update_timeout', request_id, remaining_ms: -1 }],
    ['draft', { type: 'draft', draft: [] }],
    ['constructor', { type: 'cancel', request_id, constructor: 1 }],
    ['__proto__', JSON.parse(`{"type":"cancel","request_id":"${request_id}","__proto__":{}}`)],
  ];
  for (const [field, message] of fields) {
    const text = encode(message);
    test(`when a tab sends ${text.slice(0, 80)}, then ${field} is named and the request id echoed`, () => {
      const [reason, detail, echoed] = refusal(decodeTabMessage(text));
      assert.equal(reason, 'bad_message');
      assert.equal(detail.slice(0, detail.indexOf(': ')), field === 'draft' ? 'draft.values' : field);
      assert.equal(echoed, 'request_id' in message ? request_id : null);
    });
  }

  test('when a request id is missing, empty, too long or no text, then it is the field at fault', () => {
    for (const id of [undefined, '', 'r'.repeat(65), 7]) {
      assert.match(refusal(decodeTabMessage(encode({ type: 'cancel', request_id: id })))[1], /^request_id: /);
    }
  });

  const askerFields: [field: string, message: object][] = [
    ['id', { ...open, id: '../../etc' }],
    ['id', { ...open, id: 'short' }],
    ['id', { ...open, id: 'UPPERCASE' }],
    ['may_open', { ...open, may_open: undefined }],
    ['key', { ...open, key: '' }],
    ['key', { ...open, key: 'k'.repeat(257) }],
    ['key', { ...open, key: null }],
    ['resume.holds', { ...open, resume: { ...resume, holds: 4 } }],
    ['resume.holds', { ...open, resume: { ...resume, holds: -1 } }],
    ['resume.holds', { ...open, resume: { ...resume, holds: undefined } }],
    ['resume.seen_at', { ...open, resume: { ...resume, seen_at: 'now' } }],
    ['resume.elapsed_ms', { ...open, resume: { ...resume, elapsed_ms: -1 } }],
    ['resume.remaining_ms', { ...open, resume: { ...resume, remaining_ms: undefined } }],
    ['resume.revision', { ...open, resume: { ...resume, revision: 1.5 } }],
    ['resume.revision', { ...open, resume: { ...resume, revision: 2 ** 53 } }],
    ['resume.opened_at', { ...open, resume: { ...resume, opened_at: 1e308 } }],
    ['resume.seen_at', { ...open, resume: { ...resume, seen_at: -1 } }],
    ['resume.requests', { ...open, resume: { ...resume, requests: Array(513).fill('r') } }],
    ['resume', { ...open, resume: null }],
    ['from.name', { ...open, from: { name: '' } }],
    ['from.name', { ...open, from: { name: '\u001b[2J'.repeat(2_500) } }],
    ['from.command', { ...open, from: { command: '<b>'.repeat(67) } }],
    ['from.cwd', { ...open, from: { cwd: 7 } }],
    ['from.git.repo', { ...open, from: { git: { branch: 'main' } } }],
    ['from.ci.job', { ...open, from: { ci: { provider: 'x', job: '😀'.repeat(101) } } }],
    ['from.ci.url', { ...open, from: { ci: { provider: 'x', url: 'javascript:alert(1)' } } }],
    ['from.ci.url', { ...open, from: { ci: { provider: 'x', url: 'https://ada:secret@ci.example/' } } }],
    ['from.ci.url', { ...open, from: { ci: { provider: 'x', url: 'https:///ada@ci.example/' } } }],
    ['from.ci.url', { ...open, from: { ci: { provider: 'x', url: `https://ci.example/${'x'.repeat(500)}` } } }],
    ['from.agent.extra', { ...open, from: { agent: { client: 'x', extra: 1 } } }],
    ['from.env', { ...open, from: { env: {} } }],
  ];
  for (const [field, message] of askerFields) {
    test(`when an asker sends a wrong ${field}, then that field is named: ${encode(message).slice(0, 60)}`, () => {
      const [reason, detail] = refusal(decodeAskerMessage(encode(message)));
      assert.equal(reason, 'bad_message');
      assert.ok(detail.startsWith(`${field}: `) || (field === 'resume' && detail.startsWith('resume')), detail);
    });
  }

  test('when a wrong field is huge or has control characters, then the detail stays one short line', () => {
    for (const bad of ['x'.repeat(16_000), 'a\nb\u001b[31m']) {
      for (const message of [{ type: 'hello', visible: bad }, { type: 'ping', [bad]: 1 }, { type: bad }]) {
        assert.match(refusal(decodeTabMessage(encode(message)))[1], /^\P{Cc}{1,200}$/u);
      }
    }
  });

  test('when the text nests very deeply, then it is refused and nothing overflows', () => {
    const deep = `${'['.repeat(500_000)}${']'.repeat(500_000)}`;
    for (const text of [deep, `{"type":"draft","draft":${deep}}`, `{"type":"cancel","request_id":${deep}}`]) {
      assert.equal(decodeTabMessage(text).ok, false);
      assert.equal(decodeAskerMessage(text).ok, false);
    }
  });

  test('when a refusal is explained, then the sentence is one plain line', () => {
    for (const [reason, sentence] of Object.entries(REFUSAL_TEXT)) assert.match(sentence, /^\P{Cc}{10,}$/u, reason);
  });
});

describe('arbitrary input', () => {
  const decodeBoth = (text: string) => {
    for (const decoded of [decodeTabMessage(text), decodeAskerMessage(text)]) {
      if (decoded.ok) continue;
      assert.ok(['bad_json', 'unknown_type', 'bad_message'].includes(decoded.reason));
      assert.ok(decoded.detail.length > 0 && decoded.detail.length <= 400);
    }
  };
  const types = ['hello', 'answer', 'cancel', 'extend', 'update_timeout', 'draft', 'ping', 'open', 'received'];
  const keys = ['request_id', 'answer', 'draft', 'by_ms', 'remaining_ms', 'values', 'notes', 'spec', 'id', '__proto__'];

  test('when any text is sent, then it is decoded or refused by name', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 200 }), decodeBoth));
  });

  test('when any JSON is sent, then it is decoded or refused by name', () => {
    fc.assert(fc.property(fc.json(), decodeBoth));
  });

  test('when any fields come with a known type, then they are decoded or refused by name', () => {
    const message = fc.tuple(
      fc.constantFrom(...types),
      fc.dictionary(fc.oneof(fc.constantFrom(...keys), fc.string()), fc.jsonValue({ maxDepth: 4 })),
    );
    fc.assert(
      fc.property(message, ([type, fields]) => decodeBoth(encode({ ...fields, type }))),
      { numRuns: 500 },
    );
  });

  test('when a good message is damaged anywhere, then it is decoded or refused by name', () => {
    const good = [
      encode({ ...open, resume }),
      encode({ type: 'answer', request_id, answer: { ...answer, note: 'n' } }),
    ];
    const damage = fc.record({
      text: fc.constantFrom(...good),
      at: fc.nat(400),
      cut: fc.nat(5),
      put: fc.string({ maxLength: 3 }),
    });
    fc.assert(
      fc.property(damage, ({ text, at, cut, put }) => decodeBoth(text.slice(0, at) + put + text.slice(at + cut))),
      { numRuns: 500 },
    );
  });
});
