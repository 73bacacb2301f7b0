// A portal removes old journals by the setting `retention` when it starts.
import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DEFAULT_SETTINGS } from '../../src/protocol/settings.ts';
import { selectTransport } from '../../src/transport/select.ts';
import { test } from '../helpers/attempts.ts';
import { eventually } from '../helpers/choice.ts';
import { makeDirectory } from '../helpers/directory.ts';
import { TestPortal } from '../helpers/portal.ts';

const DAY = 86_400_000;

test('when retention is 90d, then a portal that starts removes what is older', async (t) => {
  const journalDirectory = join(makeDirectory(t), 'journal');
  mkdirSync(journalDirectory, { mode: 0o700 });
  for (const [name, days] of [
    ['0-old-0.jsonl', 100],
    ['1-young-0.jsonl', 60],
  ] as const) {
    const path = join(journalDirectory, name);
    writeFileSync(path, '');
    utimesSync(path, new Date(), new Date(Date.now() - days * DAY));
  }
  const settings = { ...DEFAULT_SETTINGS, retention: '90d' };
  await TestPortal.start(t, await selectTransport('node'), {
    journalDirectory,
    settings: { read: () => settings, write: () => settings },
  });
  await eventually(() => readdirSync(journalDirectory).length === 1, 'the removal of the old journal');
  assert.deepEqual(readdirSync(journalDirectory), ['1-young-0.jsonl']);
});
