// Whether any human surface had shown the question: what a timeout means depends on it.
import assert from 'node:assert/strict';
import { describe, type TestContext } from 'node:test';
import { test } from '../helpers/attempts.ts';
import { makeHome } from '../helpers/choice.ts';
import { poseInProcess, settle } from '../helpers/question.ts';
import { answerByHttp, openTab, type Tab } from '../helpers/tab.ts';

const never = /the question was never shown on a page or in a terminal/;
const timedOut = ['ask', '--json', '--timeout', '2', 'Q', 'a', 'b'];

/** An asker of a home of its own. */
const start = (t: TestContext, args: readonly string[] = timedOut) => poseInProcess(makeHome(t), args);

function hello(tab: Tab, visible: boolean): void {
  tab.send({ type: 'hello', visible, can_notify: false });
}

describe('seen_at', { concurrency: true }, () => {
  test('when no page was ever open, then it is null, and stderr says so', async (t) => {
    const { code, stdout, stderr } = await (await start(t)).exit;
    assert.equal(code, 124);
    assert.equal(JSON.parse(stdout).seen_at, null);
    assert.match(stderr, never);
  });

  test('when a page showed it, then it is when that was, and stderr says nothing of it', async (t) => {
    const asker = await start(t, ['ask', '--json', 'Q', 'a', 'b']);
    const tab = await openTab(asker.link);
    hello(tab, true);
    await tab.hasten();
    const { code, stdout, stderr } = await asker.exit;
    const { seen_at, opened_at, settled_at, status } = JSON.parse(stdout);
    assert.deepEqual([code, status], [124, 'timeout']);
    assert.ok(seen_at >= opened_at && seen_at < settled_at, `${opened_at} ${seen_at} ${settled_at}`);
    assert.doesNotMatch(stderr, never);
    assert.match(stderr, /nobody answered/);
  });

  test('when a page was open but never in view, then it is null', async (t) => {
    const asker = await start(t, ['ask', '--json', 'Q', 'a', 'b']);
    const tab = await openTab(asker.link);
    hello(tab, false);
    await tab.hasten();
    const { stdout, stderr } = await asker.exit;
    assert.equal(JSON.parse(stdout).seen_at, null);
    assert.match(stderr, never);
  });

  test('when a page came into view and went again, then the first time counts', async (t) => {
    const asker = await start(t, ['ask', '--json', 'Q', 'a', 'b']);
    const tab = await openTab(asker.link);
    const before = (await tab.look()).revision;
    hello(tab, true);
    await tab.view((prompt) => prompt.revision > before);
    hello(tab, false);
    tab.close();
    const again = await openTab(asker.link);
    const revision = (await again.look()).revision;
    hello(again, true);
    assert.equal((await again.look()).revision, revision, 'the second time changes nothing');
    await again.hasten();
    const { seen_at, settled_at } = JSON.parse((await asker.exit).stdout);
    assert.ok(seen_at !== null && seen_at < settled_at, `${seen_at} ${settled_at}`);
  });

  test('when the fallback was applied to what nobody saw, then stderr says both', async (t) => {
    const asker = await start(t, ['confirm', '--timeout', '1', '--fallback', 'no', 'Q']);
    const { code, stderr } = await asker.exit;
    assert.equal(code, 1);
    assert.match(stderr, /the fallback "no" was used/);
    assert.match(stderr, never);
  });

  test('when an answer came from a page that showed it, then the outcome has it too', async (t) => {
    const asker = await start(t, ['ask', '--json', 'Q', 'a', 'b']);
    const tab = await openTab(asker.link);
    hello(tab, true);
    const { seen_at, opened_at } = JSON.parse((await settle(asker, { values: ['a'] })).stdout);
    assert.ok(seen_at >= opened_at, `${opened_at} ${seen_at}`);
  });

  test('when an answer came without any page, then it is null, and stderr does not dwell on it', async (t) => {
    const asker = await start(t, ['ask', '--json', 'Q', 'a', 'b']);
    assert.equal((await answerByHttp(asker.link, 'b')).status, 200);
    const { stdout, stderr } = await asker.exit;
    assert.equal(JSON.parse(stdout).seen_at, null);
    assert.doesNotMatch(stderr, never);
  });
});
