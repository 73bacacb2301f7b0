// When to alert, by the settings.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { DEFAULT_SETTINGS } from '../../../src/protocol/settings.ts';
import { readAlertRules } from '../../../web/notifications/alert-rules.ts';

describe('readAlertRules', () => {
  test('when the settings are not known yet, then the rules are those of the defaults', () => {
    assert.deepEqual(readAlertRules(null), readAlertRules(DEFAULT_SETTINGS));
  });

  test('when they say so, then kinds are left out and the threshold is another', () => {
    const rules = readAlertRules({ ...DEFAULT_SETTINGS, notify_new: false, notify_before: '1m30s', sound: true });
    assert.deepEqual(rules, { before_ms: 90_000, kinds: new Set(['soon', 'timeout']), sound: true });
  });

  test('when there is no threshold, then nothing is ever about to run out', () => {
    assert.equal(readAlertRules({ ...DEFAULT_SETTINGS, notify_before: 'none' }).kinds.has('soon'), false);
  });
});
