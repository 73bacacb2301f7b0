// A script that asks three times: one tab leads its human from one prompt to the next.
import assert from 'node:assert/strict';
import { test } from '../helpers/attempts.ts';
import { startShell } from '../helpers/choice.ts';
import { useChromium } from './support/browser.ts';
import { answer, isMarked, mark, settled } from './support/page.ts';

const setStage = useChromium();

test('when a script asks three times in a row, then the tab goes from one prompt to the next by itself', async (t) => {
  const { home, open } = await setStage(t);
  const script = startShell(home, 'choice ask First a b && choice ask "And second?" c d && choice ask Third e f');
  const page = await open(await script.url());
  const strip = page.getByTestId('strip');
  await page.getByRole('group', { name: 'First' }).waitFor();
  await mark(page);
  assert.equal(await strip.count(), 0);
  await answer(page, 'b');
  await page.getByRole('group', { name: 'And second?' }).waitFor();
  assert.equal(await strip.textContent(), 'Delivered — First: b');
  assert.equal(await page.locator('input:checked').count(), 0, 'nothing is taken over from the one before');
  await answer(page, 'c');
  await page.getByRole('group', { name: 'Third' }).waitFor();
  assert.equal(await strip.textContent(), 'Delivered — And second? c');
  await answer(page, 'f');
  await settled(page, 'delivered');
  await page.getByText('Nothing else is waiting.').waitFor();
  assert.ok(await isMarked(page), 'without a reload');
  await page.goBack();
  await page.getByRole('group', { name: 'Third' }).waitFor({ state: 'detached' });
  await page.getByTestId('settled').getByText('And second?').first().waitFor();
  await page.goBack();
  await page.getByTestId('settled').getByText('First').first().waitFor();
  assert.ok(await isMarked(page), 'and back, one by one');
  const { code, stdout } = await script.exit;
  assert.deepEqual([code, stdout], [0, 'b\nc\nf\n']);
});

test('when the question before was long and the screen is narrow, then its answer is there to be read', async (t) => {
  const { home, open } = await setStage(t, { visitor: { viewport: { width: 360, height: 740 } } });
  const question = 'Which of these is to be done first, given that the others wait until it has ended?';
  const script = startShell(home, `choice ask '${question}' production staging && choice ask Next a b`);
  const page = await open(await script.url());
  await answer(page, 'staging');
  await page.getByRole('group', { name: 'Next' }).waitFor();
  const box = await page.getByTestId('strip').getByText('staging', { exact: true }).boundingBox();
  assert.ok(box && box.width > 40 && box.x >= 0 && box.x + box.width <= 360, JSON.stringify(box));
  await answer(page, 'a');
  await script.exit;
});
