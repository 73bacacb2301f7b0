// The command line's watch on the list: a link that breaks is no portal that left.
import assert from 'node:assert/strict';
import { EventEmitter, once } from 'node:events';
import { mkdirSync, rmSync } from 'node:fs';
import { createServer, type Server, type Socket } from 'node:net';
import type { TestContext } from 'node:test';
import { findPortal } from '../../src/client/connect.ts';
import { ListWatch } from '../../src/client/watch.ts';
import { prepareSocket } from '../../src/security/local-socket.ts';
import { type Paths, resolvePaths } from '../../src/system/paths.ts';
import { type EngineUnderTest, forEachEngine } from '../contract/engines.ts';
import { test } from '../helpers/attempts.ts';
import { atEnd } from '../helpers/cleanup.ts';
import { makeDirectory } from '../helpers/directory.ts';
import { TestPortal } from '../helpers/portal.ts';
import { makeSpec } from '../helpers/prompts.ts';

/** A portal that `paths` tell of; it has room for `all` tabs. */
async function startKnown(t: TestContext, under: EngineUnderTest, all: number) {
  const paths = resolvePaths({ CHOICE_HOME: makeDirectory(t) });
  for (const directory of Object.values(paths)) mkdirSync(directory, { mode: 0o700 });
  return { portal: await startPortal(t, under, paths, all), paths };
}

async function startPortal(t: TestContext, under: EngineUnderTest, paths: Paths, all: number): Promise<TestPortal> {
  return TestPortal.start(t, under, { socketPath: prepareSocket(paths), tabLimits: { all, perPrompt: all } });
}

/** Takes the place of the portal and is none; its `connection` says that one was looked for there. */
async function makeVacant(t: TestContext, paths: Paths, isSilent = false): Promise<Server> {
  const sockets: Socket[] = [];
  const server = createServer((socket) => void (isSilent ? sockets.push(socket) : socket.destroy()));
  atEnd(t, () => {
    server.close();
    for (const socket of sockets) socket.destroy();
  });
  const path = prepareSocket(paths);
  rmSync(path);
  server.listen(path);
  await once(server, 'listening');
  return server;
}

/** Watches, and tells of what it hears as events. */
async function startWatch(t: TestContext, paths: Paths) {
  const connection = (await findPortal(paths)) ?? assert.fail('no portal');
  const events = new EventEmitter();
  const heard: string[] = [];
  const tell = (what: string) => () => {
    heard.push(what);
    events.emit(what);
  };
  const watch = new ListWatch(paths, connection, {
    changed: tell('changed'),
    lost: tell('lost'),
    left: tell('left'),
  });
  atEnd(t, () => watch.stop());
  return { watch, events, heard };
}

forEachEngine((under) => {
  test('when the portal has no room for the link, then it is said to be lost, once, and made as soon as there is', async (t) => {
    const { portal, paths } = await startKnown(t, under, 1);
    const { id } = await portal.ask();
    const tab = await portal.openTab(null);
    const { watch, events, heard } = await startWatch(t, paths);
    await once(events, 'lost');
    assert.equal(watch.read(), null);
    tab.close();
    await once(events, 'changed');
    assert.deepEqual(heard, ['lost', 'changed']);
    assert.deepEqual(
      watch.read()?.map((prompt) => prompt.id),
      [id],
    );
  });

  test('when the portal is gone and an asker starts another only after that was seen, then its list is shown', async (t) => {
    const { portal, paths } = await startKnown(t, under, 1);
    await portal.ask();
    const { watch, events } = await startWatch(t, paths);
    await once(events, 'changed');
    events.once('left', () => events.emit('error', new Error('it was said to have left')));
    const vacant = await makeVacant(t, paths);
    await portal.portal.close();
    await once(vacant, 'connection');
    const next = await startPortal(t, under, paths, 2);
    const { id } = await next.ask(makeSpec(), 'resumed0');
    while (watch.read()?.[0]?.id !== id) await once(events, 'changed');
  });

  test('when the next portal does not answer, then it is said to be lost, and no list to be empty', async (t) => {
    const { portal, paths } = await startKnown(t, under, 1);
    await portal.ask();
    const { watch, events, heard } = await startWatch(t, paths);
    await once(events, 'changed');
    const silent = await makeVacant(t, paths, true);
    const second = Promise.all([once(silent, 'connection'), once(events, 'lost')]);
    await portal.portal.close();
    await second;
    await once(silent, 'connection');
    assert.deepEqual([heard, watch.read()?.length], [['changed', 'lost'], 1]);
  });

  test('when the portal is gone with a prompt and nobody starts another, then it left, a while later', async (t) => {
    const { portal, paths } = await startKnown(t, under, 1);
    await portal.ask();
    const { events, heard } = await startWatch(t, paths);
    await once(events, 'changed');
    const left = once(events, 'left');
    await portal.portal.close();
    await left;
    assert.deepEqual(heard, ['changed', 'left']);
  });

  test('when the portal is gone, then it left, and the next one is watched', async (t) => {
    const { portal, paths } = await startKnown(t, under, 1);
    const { watch, events, heard } = await startWatch(t, paths);
    await once(events, 'changed');
    const left = once(events, 'left');
    await portal.portal.close();
    await left;
    assert.deepEqual([heard, watch.read(), watch.connection], [['changed', 'left'], [], null]);
    const next = await startPortal(t, under, paths, 2);
    await once(events, 'changed');
    const { id } = await next.ask(makeSpec());
    while (watch.read()?.[0]?.id !== id) await once(events, 'changed');
  });
});
