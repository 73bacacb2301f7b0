// Objects without undefined fields.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { defined } from '../../../src/core/defined.ts';

test('when a field is undefined, then it is not there; null, false, 0 and an empty text stay', () => {
  const fields = { a: undefined, b: null, c: false, d: 0, e: '' };
  assert.deepEqual(Object.entries(defined(fields)), Object.entries({ b: null, c: false, d: 0, e: '' }));
});
