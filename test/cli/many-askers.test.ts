// Several askers at once: one portal, and everyone gets their own answer.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe } from 'node:test';
import { test } from '../helpers/attempts.ts';
import { ask, makeHome, portalPid, portalPids, readDashboard } from '../helpers/choice.ts';
import { openSession, openTab, Tab } from '../helpers/tab.ts';

const NAMES = ['one', 'two', 'three', 'four', 'five'];

describe('five askers', () => {
  test('when they start at once from cold, then one portal serves them and each gets its own answer', async (t) => {
    const home = makeHome(t);
    const askers = await Promise.all(NAMES.map((name) => ask(home, [`Question ${name}`, `${name}-a`, `${name}-b`])));
    assert.deepEqual(portalPids(home), [portalPid(home)], 'one process');
    const starts = readFileSync(join(home.directory, 'log', 'portal.log'), 'utf8').match(/ listens on /g);
    assert.equal(starts?.length, 1, 'and there never was another');
    assert.equal(new Set(askers.map(({ link }) => link.origin)).size, 1);

    const [first = assert.fail()] = askers;
    const list = await Tab.open(first.link, await openSession(first.link), null);
    const { prompts } = await list.heard('list');
    const open = new Set(askers.map(({ id }) => id));
    assert.deepEqual(new Set(prompts.map(({ id }) => id)), open);

    // Not in the order in which they came.
    for (const [index, { id, link, exit }] of [...askers.entries()].reverse()) {
      const name = NAMES[index];
      const tab = await openTab(link);
      assert.equal((await tab.look()).spec.question, `Question ${name}`);
      tab.answer(`${name}-b`);
      assert.deepEqual(await exit.then(({ code, stdout }) => [code, stdout]), [0, `${name}-b\n`]);
      const { ending } = await list.heard('removed', (removed) => removed.id === id);
      assert.equal(ending.status, 'answered');
      open.delete(id);
      assert.deepEqual(new Set((await readDashboard(home)).map((prompt) => prompt.id)), open);
    }
    assert.deepEqual(portalPids(home), [portalPid(home)]);
  });

  test('when one more comes later, then the list hears of it at once', async (t) => {
    const home = makeHome(t);
    const first = await ask(home, ['First', 'a', 'b']);
    const list = await Tab.open(first.link, await openSession(first.link), null);
    const second = await ask(home, ['Second', 'a', 'b']);
    const { prompt } = await list.heard('changed', (changed) => changed.prompt.id === second.id);
    assert.equal(prompt.question, 'Second');
    const listed = await readDashboard(home);
    assert.deepEqual(
      listed.map(({ question }) => question),
      ['First', 'Second'],
    );
  });
});
