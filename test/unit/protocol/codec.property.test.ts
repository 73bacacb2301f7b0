// Whatever text comes, decoding gives a message that means the same when sent again, or a refusal by name. Never a throw.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { validateSpec } from '../../../src/core/validate.ts';
import { decodeAskerMessage } from '../../../src/protocol/asker.ts';
import { type Decoded, encode } from '../../../src/protocol/codec.ts';
import { REFUSAL_TEXT } from '../../../src/protocol/refusal.ts';
import { decodeTabMessage } from '../../../src/protocol/tab.ts';
import { makeResume, makeSpec } from '../../helpers/prompts.ts';

const SIDES = { tab: decodeTabMessage, asker: decodeAskerMessage } as const;

const GOOD: readonly Record<string, unknown>[] = [
  { type: 'hello', visible: true, can_notify: false },
  { type: 'answer', request_id: 'r1', answer: { values: ['a'], note: 'n', notes: { a: 'b' } } },
  { type: 'answer', request_id: 'r2', answer: { picked: [0, 1], text: 't' } },
  { type: 'cancel', request_id: 'r3' },
  { type: 'extend', request_id: 'r4', by_ms: 1_000 },
  { type: 'update_timeout', request_id: 'r5', remaining_ms: null },
  { type: 'draft', draft: { values: [] } },
  { type: 'ping' },
  { type: 'open', id: 'p0000001', spec: makeSpec(), may_open: true, key: 'k', resume: makeResume({ opened_at: 1 }) },
  { type: 'cancel' },
  { type: 'received' },
];

const junk = fc.oneof(
  fc.jsonValue(),
  fc.constantFrom<unknown>(-1, 0, 0.5, 1e308, 2 ** 53, '', '__proto__', 'constructor', '\ud800', [], {}, null),
);

/** A good message with a field replaced, added or taken away. */
const nearlyGood = fc
  .record({ message: fc.constantFrom(...GOOD), field: fc.nat(6), name: fc.string(), value: junk, act: fc.nat(3) })
  .map(({ message, field, name, value, act }) => {
    const names = Object.keys(message);
    const chosen = names[field % names.length] ?? 'type';
    if (act === 0) return { ...message, [chosen]: value };
    if (act === 1) return { ...message, [name]: value };
    if (act === 2) return Object.fromEntries(Object.entries(message).filter(([each]) => each !== chosen));
    return message;
  });

const anyText = fc.oneof(
  fc.string({ unit: 'binary' }),
  junk.map((value) => JSON.stringify(value)),
  nearlyGood.map((message) => JSON.stringify(message)),
  // Depth that a recursive reader would not survive.
  fc.nat(20_000).map((depth) => '['.repeat(depth)),
);

function assertSound(decode: (text: string) => Decoded<object>, text: string): void {
  const decoded = decode(text);
  if (decoded.ok) {
    assert.deepEqual(decode(encode(decoded.message)), decoded, 'the same again');
    return;
  }
  assert.ok(decoded.reason in REFUSAL_TEXT, decoded.reason);
  assert.ok(decoded.detail.length <= 300, `a detail of ${decoded.detail.length} characters`);
}

for (const [side, decode] of Object.entries(SIDES)) {
  test(`when any text comes from the ${side}, then it is a message or a refusal by name`, () => {
    fc.assert(
      fc.property(anyText, (text) => assertSound(decode, text)),
      { numRuns: 1_000 },
    );
  });
}

test('when a message is good, then one side takes it', () => {
  for (const message of GOOD) {
    const text = JSON.stringify(message);
    assert.ok(
      Object.values(SIDES).some((decode) => decode(text).ok),
      text,
    );
  }
});

test('when anything comes as a spec, then it is a spec that stays as it is, or one problem in words', () => {
  const field = fc.constantFrom(...Object.keys(makeSpec()), 'body', 'fallback', 'recommended', 'min', 'pattern', 'yes');
  const kind = fc.constantFrom('select', 'multi', 'confirm', 'input');
  const spec = fc
    .record({ kind, own: fc.dictionary(field, junk, { maxKeys: 3 }) })
    .map(({ kind, own }) => ({ kind, question: 'Q', options: [{ value: 'a' }], ...own }));
  fc.assert(
    fc.property(fc.oneof(junk, spec), (input) => {
      const checked = validateSpec(input);
      if (checked.ok) assert.equal(JSON.parse(JSON.stringify(checked.spec)).kind, checked.spec.kind);
      else assert.match(checked.problem, /\S/);
    }),
    { numRuns: 1_000 },
  );
});
