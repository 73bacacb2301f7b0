// A terminal that is not read for longer than a portal waits for an asker that is silent.
import assert from 'node:assert/strict';
import { test } from '../helpers/attempts.ts';
import { noTerminal } from '../helpers/pty.ts';
import { askStalled } from '../helpers/stalled.ts';

test('when a terminal is not read for 90 s, then nobody cancels, and time runs out', {
  skip: noTerminal,
}, async (t) => {
  const { ended } = await askStalled(t, ['--timeout', '90']);
  assert.deepEqual(await ended(120_000), [124, 'timeout\n']);
});
