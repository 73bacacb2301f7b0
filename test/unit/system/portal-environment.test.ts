// Settings from the environment, and what a portal is given of its starter's.
import assert from 'node:assert/strict';
import { tmpdir } from 'node:os';
import { describe, test } from 'node:test';
import { findFallbackDir } from '../../../src/system/fallback-dir.ts';
import { newInstanceId, newPromptId, newRequestId } from '../../../src/system/ids.ts';
import { portalEnvironment, readIdleExit } from '../../../src/system/portal-environment.ts';

describe('the environment of the portal', () => {
  test('it has no secrets, and of the settings of Node only where packages are', () => {
    const kept = {
      HOME: '/home/me',
      PATH: '/bin',
      CHOICE_HOME: '/h',
      CHOICE_TRANSPORT: 'node',
      TZ: 'UTC',
      LANG: 'C',
      NODE_PATH: '/modules',
      NPM_CONFIG_PREFIX: '/npm',
    };
    const left = {
      NODE_OPTIONS: '--require /tmp/evil.js',
      NODE_EXTRA_CA_CERTS: '/tmp/ca',
      LD_PRELOAD: '/tmp/evil.so',
      GITHUB_TOKEN: 'secret',
      AWS_SECRET_ACCESS_KEY: 'secret',
      CI: 'true',
      CHOICE_BROWSER: 'evil',
      CHOICE_JSON: '1',
      home: '/other',
    };
    assert.deepEqual(portalEnvironment({ ...kept, ...left }), kept);
    const home = tmpdir();
    assert.deepEqual(portalEnvironment({ HOME: home, EMPTY: '' }), { HOME: home });
  });

  test('when files go to the fallback directory, then the portal gets it as CHOICE_HOME', () => {
    const fallback = findFallbackDir({});
    assert.deepEqual(portalEnvironment({ HOME: '' }), { HOME: '', CHOICE_HOME: fallback?.directory });
  });
});

describe('the idle delay', () => {
  const delays: readonly [text: string | undefined, ms: number | null][] = [
    [undefined, 60_000],
    ['', 60_000],
    ['2', 2_000],
    ['0.2', 200],
    ['5m', 300_000],
    ['none', null],
    ['0', 60_000],
    ['-1', 60_000],
    ['31d', 60_000],
    ['soon', 60_000],
  ];
  for (const [text, ms] of delays) {
    test(`when CHOICE_IDLE_EXIT is ${text ?? 'unset'}, then ${ms ?? 'never'}`, () => {
      assert.equal(readIdleExit(text === undefined ? {} : { CHOICE_IDLE_EXIT: text }), ms);
    });
  }
});

describe('random names', () => {
  test('when names are made, then they are of one alphabet, as long as they should be, and differ', () => {
    for (const [make, length] of [
      [newPromptId, 12],
      [newInstanceId, 10],
      [newRequestId, 16],
    ] as const) {
      const names = Array.from({ length: 200 }, make);
      for (const name of names) assert.match(name, new RegExp(`^[0-9a-hjkmnp-tv-z]{${length}}$`));
      assert.equal(new Set(names).size, names.length);
    }
  });
});
