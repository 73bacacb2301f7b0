// Bodies on the page: bounded whatever is in them, diffs that hide nothing, sentences in their own direction.
import assert from 'node:assert/strict';
import { MAX_BODY_BYTES } from '../../src/core/limits.ts';
import { test } from '../helpers/attempts.ts';
import { ask } from '../helpers/choice.ts';
import { useChromium } from './support/browser.ts';

const takeStage = useChromium();

const fill = (text: string) => text.repeat(Math.ceil(MAX_BODY_BYTES / text.length)).slice(0, MAX_BODY_BYTES - 1);
const HOSTILE = [
  fill('**a*b '),
  `|${'a|'.repeat(1_000)}\n|${'-|'.repeat(1_000)}\n${fill('a|\n')}`.slice(0, MAX_BODY_BYTES - 1),
  fill(`${'*a* '.repeat(700)}\n\n`),
  fill('\u200b').slice(0, 21_000),
];
const DIFF = ['@@ -1,3 +1,2 @@', '--- DELETE guard: keep this', '+++ b/nothing', ' a'];

test('when a body is hostile, then the prompt is there and can be answered at once', async (t) => {
  const stage = await takeStage(t);
  for (const body of HOSTILE) {
    const asker = await ask(stage.home, ['--body', body, 'Pick one', 'a', 'b']);
    const page = await stage.open(asker.link);
    await page.getByTestId('body').waitFor();
    const longest = await page.evaluate(
      () =>
        new Promise<number>((resolve) => {
          const observer = new PerformanceObserver((list) =>
            resolve(Math.max(...list.getEntries().map(({ duration }) => duration))),
          );
          observer.observe({ type: 'longtask', buffered: true });
          setTimeout(() => resolve(0), 200);
        }),
    );
    t.diagnostic(`${JSON.stringify(body.slice(0, 6))}: no input for ${Math.round(longest)} ms`);
    // Less than 200 ms on a machine at rest; a table of 1,000 columns took the tab's life.
    assert.ok(longest < 5_000);
    await page.getByRole('radio', { name: 'b' }).check();
    await page.getByRole('button', { name: 'Submit' }).click();
    assert.equal((await asker.exit).stdout, 'b\n');
    await page.close();
  }
});

test('when a change in a diff looks like a head, then it is shown as the change that it is', async (t) => {
  const stage = await takeStage(t);
  const asker = await ask(stage.home, ['--body', `\`\`\`diff\n${DIFF.join('\n')}\n\`\`\``, 'Pick one', 'a', 'b']);
  const page = await stage.open(asker.link);
  const lines = page.locator('.body pre.diff code > span');
  await lines.first().waitFor();
  const kinds = await lines.evaluateAll((spans) => spans.map(({ className }) => className));
  assert.deepEqual(kinds, ['place', 'removed', 'added', 'same']);
});

test('when a sentence runs from right to left, then so do its parts', async (t) => {
  const stage = await takeStage(t);
  const body = 'שלום `code` עולם\n\n- אחד `two` שלוש\n\n| א `b` ג |\n|---|\n| 1 |\n\nhello `code` world';
  const asker = await ask(stage.home, ['--body', body, 'Pick one', 'a', 'b']);
  const page = await stage.open(asker.link);
  await page.locator('.body p').first().waitFor();
  // Where the first and the last word stand, to the left or to the right of what is between them.
  const orders = await page.locator('.body').evaluate((element) =>
    ['p:first-of-type', 'li', 'th', 'p:last-of-type'].map((selector) => {
      const block = element.querySelector(selector);
      const walker = document.createTreeWalker(block as Node, NodeFilter.SHOW_TEXT);
      const lefts: number[] = [];
      for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        const range = document.createRange();
        range.selectNodeContents(node);
        lefts.push(range.getBoundingClientRect().left);
      }
      return lefts.every((left, at) => at === 0 || left < (lefts[at - 1] ?? 0)) ? 'rtl' : 'ltr';
    }),
  );
  assert.deepEqual(orders, ['rtl', 'rtl', 'rtl', 'ltr']);
});
