// Where a portal may be, and on which ports one is tried: the same for one user from start to start.
import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, type TestContext, test } from 'node:test';
import { type Paths, resolvePaths } from '../../../src/system/paths.ts';
import {
  candidatePorts,
  forgetPortal,
  readPortalPid,
  recordPortal,
  renewPorts,
} from '../../../src/system/portal-files.ts';
import { makeDirectory } from '../../helpers/directory.ts';

const found = { pid: 12, port: 34_567 };

function makePaths(t: TestContext): Paths {
  const paths = resolvePaths({ CHOICE_HOME: makeDirectory(t) });
  for (const directory of Object.values(paths)) mkdirSync(directory, { mode: 0o700 });
  return paths;
}

describe('the record of the portal', () => {
  test('when a portal is recorded, then its pid is known, and gone once it is removed by the same one only', (t) => {
    const paths = makePaths(t);
    assert.equal(readPortalPid(paths), null);
    recordPortal(paths, found);
    assert.equal(readPortalPid(paths), 12);
    assert.equal(statSync(join(paths.run, 'portal.json')).mode & 0o777, 0o600);
    forgetPortal(paths, 13);
    assert.equal(readPortalPid(paths), 12);
    forgetPortal(paths, 12);
    assert.equal(readPortalPid(paths), null);
    assert.equal(readFileSync(join(paths.state, 'port'), 'utf8'), '34567', 'the port is kept for the next one');
  });

  for (const content of ['', '{', 'null', '[]', '5', '"x"', '{"port":2}', '{"pid":"1"}']) {
    test(`when the file holds ${content || 'nothing'}, then nothing is known`, (t) => {
      const paths = makePaths(t);
      writeFileSync(join(paths.run, 'portal.json'), content);
      assert.equal(readPortalPid(paths), null);
    });
  }
});

describe('candidate ports', () => {
  test('when nothing is known, then a run that is the same each time, and any port at last', (t) => {
    const paths = makePaths(t);
    const ports = candidatePorts(paths);
    assert.deepEqual(candidatePorts(paths), ports);
    assert.equal(ports.length, 9);
    assert.equal(ports.at(-1), 0);
    for (const port of ports.slice(0, -1)) assert.ok(port >= 21_000 && port < 29_000, `${port}`);
    assert.equal(new Set(ports).size, ports.length);
    const [one, other] = ['/one', '/other'].map((home) => candidatePorts(resolvePaths({ CHOICE_HOME: home })));
    assert.notDeepEqual(one, other, 'another user has another run');
  });

  test('when the key is a new one, then so are the ports, from then on', (t) => {
    const paths = makePaths(t);
    renewPorts(paths, 'first key');
    const usual = candidatePorts(paths);
    const [port = 0] = usual;
    recordPortal(paths, { ...found, port });
    renewPorts(paths, 'first key');
    assert.deepEqual(candidatePorts(paths), usual);
    renewPorts(paths, 'second key');
    const next = candidatePorts(paths);
    assert.ok(!next.includes(port) && next.length > 7);
    recordPortal(paths, { ...found, port: next[1] ?? 0 });
    renewPorts(paths, 'second key');
    assert.deepEqual(new Set(candidatePorts(paths)), new Set(next));
    renewPorts(paths, 'third key');
    assert.notDeepEqual(candidatePorts(paths), usual);
  });

  test('when a port was used last, then it comes first, and once', (t) => {
    const paths = makePaths(t);
    const usual = candidatePorts(paths);
    recordPortal(paths, found);
    assert.deepEqual(candidatePorts(paths), [34_567, ...usual]);
    recordPortal(paths, { ...found, port: usual[2] ?? 0 });
    assert.deepEqual(candidatePorts(paths), [usual[2], ...usual.filter((port) => port !== usual[2])]);
  });

  for (const odd of ['', '0', '80', '1023', '65536', '-1', '1.5', 'NaN', '{}']) {
    test(`when the port kept is ${JSON.stringify(odd)}, then it is not tried`, (t) => {
      const paths = makePaths(t);
      const usual = candidatePorts(paths);
      writeFileSync(join(paths.state, 'port'), odd);
      assert.deepEqual(candidatePorts(paths), usual);
    });
  }
});

describe('paths', () => {
  test('when CHOICE_HOME is set, then everything is below it; else in places of the platform', () => {
    const below = { config: '/h/config', state: '/h/state', run: '/h/run', log: '/h/log' };
    assert.deepEqual(resolvePaths({ CHOICE_HOME: '/h' }), below);
    for (const path of Object.values(resolvePaths({}))) assert.match(path, /choice/);
    assert.notEqual(resolvePaths({ CHOICE_HOME: '' }).state, 'state');
  });
});
