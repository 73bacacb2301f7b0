// Bodies of the HTTP API.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import * as v from 'valibot';
import {
  AnswerRequestSchema,
  CancelRequestSchema,
  ExtendRequestSchema,
  HandshakeSchema,
  RetireRequestSchema,
  SessionRequestSchema,
} from '../../../src/protocol/http.ts';

const request_id = 'r1';
const handshake = {
  name: 'choice',
  instance: 'i',
  protocol: 1,
  version: '0.1.0',
  pid: 7,
  engine: 'node',
  open: 0,
  draining: false,
  port: 4711,
};

const cases: [name: string, schema: v.GenericSchema, good: unknown[], bad: unknown[]][] = [
  ['session', SessionRequestSchema, [{ code: 'c' }], [{}, { code: 1 }, { code: 'c'.repeat(65) }, { code: 'c', x: 1 }]],
  [
    'answer',
    AnswerRequestSchema,
    [{ request_id, answer: { values: ['a'] } }],
    [{ request_id }, { answer: { values: ['a'] } }, { request_id, answer: { values: 'a' } }],
  ],
  ['cancel', CancelRequestSchema, [{ request_id }], [{}, { request_id: '' }, { request_id, force: true }]],
  [
    'extend',
    ExtendRequestSchema,
    [
      { request_id, by_ms: 1_000 },
      { request_id, remaining_ms: 0 },
      { request_id, remaining_ms: null },
    ],
    [{ request_id }, { request_id, by_ms: 999 }, { request_id, by_ms: 1_000, remaining_ms: 1 }, { by_ms: 1_000 }],
  ],
  ['retire', RetireRequestSchema, [{ force: false }], [{}, { force: 1 }]],
  [
    'handshake',
    HandshakeSchema,
    [handshake, { ...handshake, proof: 'p' }, { ...handshake, of_a_later_version: true }],
    [{}, { ...handshake, name: 'other' }, { ...handshake, protocol: '1' }, 'choice', null],
  ],
];
for (const [name, schema, good, bad] of cases) {
  describe(`the ${name} body`, () => {
    for (const body of good) {
      test(`when it is ${JSON.stringify(body)}, then it passes`, () => assert.equal(v.is(schema, body), true));
    }
    for (const body of bad) {
      test(`when it is ${JSON.stringify(body).slice(0, 80)}, then it is refused`, () =>
        assert.equal(v.is(schema, body), false));
    }
  });
}
