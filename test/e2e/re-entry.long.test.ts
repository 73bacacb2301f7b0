// Leaving a prompt and coming back: the same question, the same deadline, the same selection.
import assert from 'node:assert/strict';
import { describe } from 'node:test';
import { test } from '../helpers/attempts.ts';
import { ask, idOf, run } from '../helpers/choice.ts';
import { useChromium } from './support/browser.ts';
import { countsTo, portalDeadline } from './support/deadline.ts';
import { answer, digits, isMarked, listed, lists, mark, option, pick, picked, press, settled } from './support/page.ts';

const setStage = useChromium();

describe('re-entry', { concurrency: 2 }, () => {
  test('when the tab is closed and entered again from the dashboard, then nothing is lost', async (t) => {
    const { home, open } = await setStage(t);
    const asker = await ask(home, ['Pick one', 'a', 'b', 'c']);
    const page = await open(asker.link);
    await pick(page, 'b');
    const deadline = await portalDeadline(asker.link);
    await page.close();
    const dashboard = await open(asker.link.origin);
    await lists(dashboard, ['Pick one']);
    await mark(dashboard);
    await listed(dashboard).click();
    await option(dashboard, 'b').waitFor();
    assert.equal(idOf(new URL(dashboard.url())), asker.id);
    assert.ok(await isMarked(dashboard), 'without a reload');
    await picked(dashboard, 1);
    await countsTo(dashboard, deadline);
    await press(dashboard, 'Submit');
    assert.equal((await asker.exit).stdout, 'b\n');
  });

  test('when the page is reloaded, then the prompt, its deadline and the selection are the same', async (t) => {
    const { home, open } = await setStage(t);
    const asker = await ask(home, ['Pick one', 'a', 'b', 'c']);
    const page = await open(asker.link);
    const deadline = await portalDeadline(asker.link);
    await pick(page, 'c');
    await page.reload();
    await picked(page, 2);
    await countsTo(page, deadline);
    await answer(page, 'a');
    assert.equal((await asker.exit).stdout, 'a\n');
    await settled(page, 'delivered');
    await page.reload();
    await settled(page, 'delivered');
  });

  test('when one goes back and forward, then views follow the address without a reload', async (t) => {
    const { home, open } = await setStage(t);
    const first = await ask(home, ['First', 'a', 'b']);
    await ask(home, ['Second', 'a', 'b']);
    const page = await open(first.link);
    await pick(page, 'b');
    await mark(page);
    await page.getByRole('link', { name: 'Active prompts (2)' }).click();
    await page.getByTestId('dashboard').waitFor();
    assert.equal(new URL(page.url()).pathname, '/');
    await page.getByRole('link', { name: 'Second' }).click();
    await page.getByRole('group', { name: 'Second' }).waitFor();
    await page.goBack();
    await page.getByTestId('dashboard').waitFor();
    await page.goBack();
    await page.getByRole('group', { name: 'First' }).waitFor();
    await picked(page, 1);
    await page.goForward();
    await page.getByTestId('dashboard').waitFor();
    assert.ok(await isMarked(page), 'without a reload');
  });

  test('when a link is opened in a second tab of a browser that was let in, then it needs no code', async (t) => {
    const { home, open } = await setStage(t);
    const asker = await ask(home, ['Pick one', 'a', 'b']);
    const page = await open(asker.link);
    await pick(page, 'b');
    const second = await open(asker.link.origin + asker.link.pathname);
    await picked(second, 1);
    await pick(second, 'a');
    await picked(page, 0);
    const deadline = await portalDeadline(asker.link);
    for (const tab of [page, second]) await countsTo(tab, deadline);
  });

  test('when a browser has no token, then it is locked, says what to do, and a fresh link opens it', async (t) => {
    const { home, newVisitor, expectComplaint } = await setStage(t);
    expectComplaint(/status of 401/);
    const asker = await ask(home, ['Pick one', 'a', 'b']);
    const stranger = await newVisitor();
    const locked = await stranger.open(asker.link.origin + asker.link.pathname);
    const view = locked.getByTestId('locked');
    await view.getByText('choice dashboard --open').waitFor();
    assert.equal(await locked.getByRole('group').count(), 0, 'nothing is shown');
    // The link goes to the same page, so that only the fragment changes.
    await mark(locked);
    const other = await stranger.open(asker.link.origin);
    await other.getByTestId('locked').waitFor();
    await locked.goto(String(asker.link));
    await option(locked, 'a').waitFor();
    assert.ok(await isMarked(locked), 'without a reload');
    assert.equal(new URL(locked.url()).hash, '');
    await lists(other, ['Pick one']);
  });

  test('when a fresh link to the dashboard is asked for, then it lets a stranger in', async (t) => {
    const { home, open } = await setStage(t);
    await ask(home, ['Pick one', 'a', 'b']);
    const { stderr } = await run(home, ['dashboard', '--open'], { CHOICE_BROWSER: 'true' });
    const page = await open(/http:\S+/.exec(stderr)?.[0] ?? assert.fail(stderr));
    await lists(page, ['Pick one']);
    await listed(page).click();
    await digits(page).waitFor();
  });

  test('when a link is used up, then the page says so and what to run; a browser with a token sees the end', async (t) => {
    const { home, open, newVisitor, expectComplaint } = await setStage(t);
    expectComplaint(/status of 401/);
    const asker = await ask(home, ['Pick one', 'a', 'b']);
    const page = await open(asker.link);
    await answer(page, 'a');
    await settled(page, 'delivered');
    const again = await open(asker.link);
    await settled(again, 'delivered');
    const stranger = await newVisitor();
    const locked = (await stranger.open(asker.link)).getByTestId('locked');
    await locked.getByRole('heading', { name: 'This link no longer works' }).waitFor();
    await locked.getByText('It was already used, or its prompt is over.').waitFor();
    await locked.getByText('choice dashboard --open').waitFor();
    assert.equal(await locked.getByText('your terminal printed').count(), 0);
  });

  test('when the code in a link is no good, then the page is locked', async (t) => {
    const { home, open, expectComplaint } = await setStage(t);
    expectComplaint(/status of 401/);
    const asker = await ask(home, ['Pick one', 'a', 'b']);
    const page = await open(`${asker.link.origin}${asker.link.pathname}#code=${'x'.repeat(22)}`);
    await page.getByTestId('locked').waitFor();
    assert.equal(new URL(page.url()).hash, '');
  });
});
