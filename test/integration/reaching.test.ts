// Bringing a human to a prompt, over the wire: what pages are asked, and what askers are told.
import assert from 'node:assert/strict';
import { forEachEngine } from '../contract/engines.ts';
import { test } from '../helpers/attempts.ts';
import { TestPortal } from '../helpers/portal.ts';
import { makeSpec } from '../helpers/prompts.ts';

forEachEngine((under) => {
  test('when only the command line watches the list, or a page that nobody looks at, then a browser is opened at once', async (t) => {
    const portal = await TestPortal.start(t, under);
    const watcher = await portal.openTerminal(null);
    watcher.attend();
    const hidden = await portal.openTab(null);
    hidden.send({ type: 'hello', visible: false, can_notify: false });
    for (const tab of [watcher, hidden]) await tab.heard('list');
    const opened = await (await portal.connectAsker()).open('alone000', makeSpec(), { may_open: true });
    assert.ok(opened.open_url);
    assert.equal(opened.unreached, true);
  });

  test('when a page is looked at but notices only one of two prompts, then the asker of the other has to open a browser', async (t) => {
    const portal = await TestPortal.start(t, under);
    const page = await portal.openTab(null);
    page.send({ type: 'hello', visible: true, can_notify: false });
    await page.heard('list');
    const [first, second] = [await portal.connectAsker(), await portal.connectAsker()];
    assert.equal((await first.open('noticed0', makeSpec(), { may_open: true })).open_url, null);
    assert.equal((await page.heard('summon')).id, 'noticed0');
    page.send({ type: 'noticed', id: 'noticed0' });
    await second.open('ignored0', makeSpec(), { may_open: true });
    const { open_url } = await second.heard('unreached');
    assert.match(open_url ?? '', /\/choice\/ignored0\?door=/);
    assert.ok(!first.told.some(({ type }) => type === 'unreached'));
  });

  test('when the page of the opened browser connects, then earlier pages are replaced', async (t) => {
    const portal = await TestPortal.start(t, under);
    const older = await portal.openTab(null);
    older.send({ type: 'hello', visible: false, can_notify: false });
    await older.heard('list');
    await (await portal.connectAsker()).open('opened00', makeSpec(), { may_open: true });
    const newer = await portal.openTab(null);
    newer.attend();
    await older.heard('superseded');
    assert.ok(!newer.told.some(({ type }) => type === 'superseded'));
  });
});
