// What counts as the outcome of a prompt on stdout.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { formatOutcome } from '../../src/cli/format/outcome.ts';
import { type Outcome, outcomeOf } from '../../src/core/prompt.ts';
import { isPrint } from './prints.ts';

const signalled = outcomeOf({ status: 'cancelled', by: 'asker', settled_at: 2_000, cause: 'signal' });
const lost: Outcome = { ...signalled, cause: 'lost' };

describe('what counts as printed', () => {
  test('when choice prints an outcome as JSON, then it is that outcome, and no other', () => {
    const printed = { id: 'k3f9', opened_at: 1_000, outcome: lost };
    const { stdout } = formatOutcome(printed, { kind: 'confirm', options: [] }, { json: true, noStatus: false });
    assert.equal(isPrint(stdout, lost, true, 'k3f9'), true, stdout);
    assert.equal(isPrint(stdout, signalled, true, 'k3f9'), false);
    assert.equal(isPrint(stdout, lost, true, 'k3fa'), false);
  });
});
