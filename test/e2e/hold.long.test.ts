// The portal holds the deadline while somebody answers: visibly, within bounds, on record, and not where it is not wanted.
import assert from 'node:assert/strict';
import { describe } from 'node:test';
import { test } from '../helpers/attempts.ts';
import { useOneStage } from './support/browser.ts';
import { countsTo, portalDeadline } from './support/deadline.ts';
import { openKind } from './support/kinds.ts';
import { option, setTimeLeft, settled } from './support/page.ts';

const setStage = useOneStage();

const HOLD = 10_000;

describe('holding while answering', () => {
  test('when the time runs out while somebody types, then it is held, the page says so and the record too', async (t) => {
    const { asker, page } = await openKind(await setStage(t), ['input', '--timeout', '14', 'Which name?']);
    const before = await portalDeadline(asker.link);
    await page.locator('input[data-option]').pressSequentially('a');
    const held = page.getByTestId('held');
    await held.filter({ hasText: 'Held for you: +10 s (1 of 3)' }).waitFor();
    await countsTo(page, before + HOLD);
    await page.locator('input[data-option]').press('Enter');
    assert.equal((await asker.exit).stdout, 'a\n');
    await settled(page, 'delivered');
    await page.getByText('Show the whole prompt').click();
    await page.getByTestId('record-detail').getByText('the portal, while somebody was answering').waitFor();
  });

  test('when it was held three times, then time runs out', async (t) => {
    const { asker, page } = await openKind(await setStage(t), ['ask', '--timeout', '14', 'Pick one', 'a', 'b']);
    for (let holds = 1; holds <= 3; holds += 1) {
      await option(page, holds % 2 === 0 ? 'a' : 'b').check();
      await page
        .getByTestId('held')
        .filter({ hasText: `(${holds} of 3)` })
        .waitFor();
      // A hold comes only when little is left again.
      await setTimeLeft(page, '14');
      await page.waitForFunction(
        () =>
          Number(document.querySelector('[data-testid=remaining]')?.getAttribute('data-deadline')) <=
          performance.now() + 14_000,
      );
    }
    const before = await portalDeadline(asker.link);
    await option(page, 'a').check();
    await countsTo(page, before);
    await page.getByTestId('held').filter({ hasText: '(3 of 3)' }).waitFor();
  });

  test('when holds are not wanted, then picking moves nothing', async (t) => {
    const { asker, page } = await openKind(await setStage(t), [
      'ask',
      '--no-hold',
      '--timeout',
      '9',
      'Pick one',
      'a',
      'b',
    ]);
    const before = await portalDeadline(asker.link);
    await option(page, 'a').check();
    await countsTo(page, before);
    assert.equal(await page.getByTestId('held').textContent(), '');
    await settled(page, 'timed_out');
    assert.equal((await asker.exit).code, 124);
  });
});
