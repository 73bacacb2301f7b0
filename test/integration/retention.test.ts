// A portal lets old journals go by the setting `retention`, and mends torn ones, on its own, when it starts.
import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { DEFAULT_SETTINGS } from '../../src/protocol/settings.ts';
import { selectTransport } from '../../src/transport/select.ts';
import { eventually } from '../helpers/choice.ts';
import { makeDirectory } from '../helpers/directory.ts';
import { TestPortal } from '../helpers/portal.ts';

const DAY = 86_400_000;

describe('a portal that starts', { concurrency: true }, () => {
  for (const [retention, left] of [
    ['30d', ['2-young-0.jsonl']],
    ['90d', ['1-middle-0.jsonl', '2-young-0.jsonl']],
    ['none', ['0-old-0.jsonl', '1-middle-0.jsonl', '2-young-0.jsonl']],
  ] as const) {
    test(`when retention is ${retention}, then what is older goes, and a torn end is mended`, async (t) => {
      const journalDirectory = join(makeDirectory(t), 'journal');
      mkdirSync(journalDirectory, { mode: 0o700 });
      for (const [name, days] of [
        ['0-old-0.jsonl', 100],
        ['1-middle-0.jsonl', 60],
        ['2-young-0.jsonl', 1],
      ] as const) {
        const path = join(journalDirectory, name);
        writeFileSync(path, '{"n":0}\n{"n":1,');
        utimesSync(path, new Date(), new Date(Date.now() - days * DAY));
      }
      const settings = { ...DEFAULT_SETTINGS, retention };
      await TestPortal.start(t, await selectTransport('node'), {
        journalDirectory,
        settings: { read: () => settings, write: () => settings },
      });
      const young = () => readFileSync(join(journalDirectory, '2-young-0.jsonl'), 'utf8');
      await eventually(() => readdirSync(journalDirectory).length === left.length && young() === '{"n":0}\n');
      assert.deepEqual(readdirSync(journalDirectory).sort(), left);
    });
  }
});
