// Whether somebody sits at the terminal.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { isTerminal } from '../../../src/cli/at-terminal.ts';

describe('isTerminal', () => {
  const tty = { isTTY: true };
  for (const [what, given, expected] of [
    ['both are terminals', isTerminal(tty, tty, { TERM: 'xterm' }), true],
    ['stdin is none', isTerminal({}, tty, { TERM: 'xterm' }), false],
    ['stderr is none', isTerminal(tty, { isTTY: false }, { TERM: 'xterm' }), false],
    ['it is dumb', isTerminal(tty, tty, { TERM: 'dumb' }), true],
  ] as const) {
    test(`when ${what}, then it is ${expected}`, () => assert.equal(given, expected));
  }
});
