// What proc(5) says of a process group.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { parseStat } from '../../../src/system/proc-file.ts';
import { isInForegroundGroup } from '../../../src/system/process-group.ts';

describe('isInForegroundGroup', () => {
  for (const [stat, expected] of [
    ['40 (node) S 30 40 30 34816 40 4194304 0', true],
    ['40 (node) S 30 40 30 34816 30 4194304 0', false],
    ['40 (a) b (c) R 30 40 30 34816 30 4194304 0', false],
    ['40 (node) S 30 40 30 0 -1 4194304 0', true],
    ['', true],
  ] as const) {
    test(`when its stat is "${stat}", then it is ${expected}`, () =>
      assert.equal(isInForegroundGroup(parseStat(stat)), expected));
  }
});
