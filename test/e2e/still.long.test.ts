// What belongs to others, or to the portal, never moves what a human is about to hit.
import assert from 'node:assert/strict';
import { describe } from 'node:test';
import type { Page } from 'playwright-core';
import { test } from '../helpers/attempts.ts';
import { type Asker, ask, run, startShell } from '../helpers/choice.ts';
import { MOVING, useChromium } from './support/browser.ts';
import { askKind } from './support/kinds.ts';
import { activeCount, linkIn, linkState, live, lookOut, press } from './support/page.ts';
import { killPortal, LOST } from './support/portal.ts';

const setStage = useChromium();
const SIZES = [
  { width: 360, height: 740 },
  { width: 1280, height: 800 },
  { width: 1600, height: 900 },
] as const;

/** Fails when anything of `PLACES` moves while `what` happens, in any frame. */
async function keepsPlaces(page: Page, what: string, happen: () => Promise<void>): Promise<void> {
  const noted = await page.evaluateHandle((selectors) => {
    const places = new Set<string>();
    const look = () => {
      const boxes = selectors.map((selector) => {
        const { x, y, width } = document.querySelector(selector)?.getBoundingClientRect() ?? {};
        return `${selector}: ${x}, ${y}, ${width} wide`;
      });
      places.add(boxes.join('\n'));
      requestAnimationFrame(look);
    };
    look();
    return places;
  }, PLACES);
  await happen();
  const places = await noted.evaluate((set) => [...set]);
  assert.equal(places.length, 1, `when ${what}:\n${places.join('\n\n')}`);
}

/** Fails when the link `name` lies over the card: a click that was meant for one would go to the other. */
async function standsClear(page: Page, name: string): Promise<void> {
  const link = (await page.getByRole('link', { name }).boundingBox()) ?? assert.fail(`${name} is not drawn`);
  const card = (await page.getByTestId('prompt').boundingBox()) ?? assert.fail('the card is not drawn');
  assert.ok(link.y + link.height <= card.y, `${name} ends at ${link.y + link.height}, the card begins at ${card.y}`);
}

const PLACES = ['.card', '.confirm .button', '.confirm-choice + .confirm-choice .button', '.actions .button'];

describe('the card of an open prompt', () => {
  for (const viewport of SIZES) {
    test(`stays where it is at ${viewport.width} px while others come and go and the portal is lost`, async (t) => {
      const stage = await setStage(t, { visitor: { ...MOVING, viewport } });
      const { home, open } = stage;
      const asker = await askKind(home, ['confirm', '--timeout', '5m', '--body', 'All of *this*.', 'Drop it?']);
      const page = await open(asker.link);
      await live(page);
      const others: Asker[] = [];
      await keepsPlaces(page, 'others come', async () => {
        for (const question of ['Another?', 'And one more, long enough to take a second line wherever it is shown?'])
          others.push(await ask(home, ['--no-open', question, 'a', 'b']));
        await page.getByRole('link', { name: '2 new questions waiting' }).waitFor();
      });
      await standsClear(page, '2 new questions waiting');
      // As far down as the others let one go.
      await page.evaluate(() => scrollTo(0, document.documentElement.scrollHeight));
      await keepsPlaces(page, 'others go', async () => {
        for (const { id } of others) await run(home, ['cancel', id]);
        await activeCount(page, 1);
        await page.locator('.newcomers').waitFor({ state: 'detached' });
      });
      await page.evaluate(() => scrollTo(0, 0));
      await keepsPlaces(page, 'the portal is lost and found', async () => {
        stage.expectComplaint(LOST);
        const { appeared } = await lookOut(page, linkIn('reconnecting'));
        await killPortal(home);
        await appeared;
        await linkState(page, 'open');
      });
    });

    test(`stays where it is at ${viewport.width} px while others come and the last answer is shown above it`, async (t) => {
      const { home, open } = await setStage(t, { visitor: { ...MOVING, viewport } });
      const script = startShell(home, 'choice confirm "Build it?" && choice confirm "Drop it?"');
      const page = await open(await script.url());
      await live(page);
      await press(page, 'Yes');
      await page.getByTestId('strip').waitFor();
      await live(page);
      await keepsPlaces(page, 'others come', async () => {
        await ask(home, ['--no-open', 'Another?', 'a', 'b']);
        await page.getByRole('link', { name: '1 new question waiting' }).waitFor();
      });
      await standsClear(page, '1 new question waiting');
    });
  }
});
