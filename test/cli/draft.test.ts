// A choice made but not submitted: kept by the portal, so that any tab of the prompt shows it.
import assert from 'node:assert/strict';
import { describe } from 'node:test';
import { test } from '../helpers/attempts.ts';
import { ask, makeHome, readDashboard } from '../helpers/choice.ts';
import { poseInProcess } from '../helpers/question.ts';
import { assertNear, openSession, openTab, Tab } from '../helpers/tab.ts';

const draft = { values: ['b'], note: 'not sure yet' };

describe('a draft', { concurrency: true }, () => {
  test('when one tab picks, then the other sees it', async (t) => {
    const asker = await poseInProcess(makeHome(t), ['ask', 'Pick one', 'a', 'b']);
    const [first, second] = await Promise.all([openTab(asker.link), openTab(asker.link)]);
    assert.equal((await second.look()).draft, null);
    first.send({ type: 'draft', draft });
    await second.view((prompt) => prompt.draft !== null);
    assert.deepEqual((await second.look()).draft, draft);
    second.send({ type: 'draft', draft: null });
    await first.view((prompt) => prompt.draft === null && prompt.revision > 2);
    assert.equal((await first.look()).draft, null);
  });

  test('when every tab is closed and one is opened from the dashboard, then it shows the same choice and deadline', async (t) => {
    const home = makeHome(t);
    const asker = await ask(home, ['--timeout', '60', 'Pick one', 'a', 'b']);
    const token = await openSession(asker.link);
    const [first, second] = [await Tab.open(asker.link, token, asker.id), await Tab.open(asker.link, token, asker.id)];
    const deadline = await first.boundDeadline();
    first.send({ type: 'draft', draft });
    await first.view((prompt) => prompt.draft !== null);
    first.close();
    second.close();

    const [listed] = await readDashboard(home);
    const again = await openTab(new URL(listed?.url ?? ''));
    const prompt = await again.view();
    assert.deepEqual([prompt.id, prompt.draft, prompt.status], [asker.id, draft, 'open']);
    assertNear(await again.boundDeadline(), deadline);
    again.answer('a');
    assert.equal((await asker.exit).stdout, 'a\n');
  });

  test('when the page is reloaded, then the token that it kept shows the same', async (t) => {
    const asker = await poseInProcess(makeHome(t), ['ask', '--timeout', '60', 'Pick one', 'a', 'b']);
    const token = await openSession(asker.link);
    const tab = await Tab.open(asker.link, token, asker.id);
    const deadline = await tab.boundDeadline();
    tab.send({ type: 'draft', draft });
    await tab.view((prompt) => prompt.draft !== null);
    tab.close();
    const reloaded = await Tab.open(asker.link, token, asker.id);
    assert.deepEqual((await reloaded.look()).draft, draft);
    assertNear(await reloaded.boundDeadline(), deadline);
  });

  test('when a draft is saved, then nobody is told that it is an answer, and the deadline decides', async (t) => {
    const asker = await poseInProcess(makeHome(t), ['ask', 'Pick one', 'a', 'b']);
    const tab = await openTab(asker.link);
    tab.send({ type: 'draft', draft });
    await tab.hasten();
    const { code, stdout } = await asker.exit;
    assert.deepEqual([code, stdout], [124, 'timeout\n']);
  });

  test('when a draft names no option, then it is not kept', async (t) => {
    const asker = await poseInProcess(makeHome(t), ['ask', 'Pick one', 'a', 'b']);
    const tab = await openTab(asker.link);
    tab.send({ type: 'draft', draft: { values: ['c'] } });
    // Carried out in order: once this one is accepted, the draft was judged.
    await tab.request({ type: 'extend', by_ms: 1_000 });
    assert.equal((await tab.look()).draft, null);
  });
});
