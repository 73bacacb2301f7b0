import { launchChromium, setStage } from '../test/e2e/support/browser.ts';
import { TEXTS } from '../test/e2e/support/hostile.ts';
import { answerable, askSpec } from '../test/e2e/support/kinds.ts';

const b = await launchChromium();
const ends: any[] = [];
const st = await setStage(b, { after: (e) => ends.push(e) }, { visitor: { viewport: { width: 360, height: 740 } } });
const text = TEXTS[3][1];
const a = await askSpec(st.home, {
  kind: 'select',
  question: text,
  body: `${text}\n\n~~~\n${text}\n~~~\n\n| a |\n|---|\n| ${text} |`,
  options: [{ value: 'plain' }, { value: text, label: `Label ${text}`, hint: text }],
  recommended: text,
});
const page = await st.open(a.link);
await answerable(page);
await page.getByTestId('body').waitFor();
const look = () =>
  page.evaluate(() =>
    [...document.querySelectorAll('*')]
      .filter((e) => e.getBoundingClientRect().right > 361)
      .map(
        (e) =>
          `${e.tagName}.${e.className} ${Math.round(e.getBoundingClientRect().right)} ${e.textContent?.slice(0, 20)}`,
      ),
  );
console.log(await page.evaluate(() => document.documentElement.scrollWidth), await look());
await page.getByRole('radio').nth(1).check();
await page.locator('button.option-note').click();
await page.locator('textarea.option-note').fill(text);
await page.locator('button.answer-note').click();
await page.locator('textarea.answer-note').fill(text);
console.log(await page.evaluate(() => document.documentElement.scrollWidth), await look());
await page.getByRole('button', { name: 'Submit' }).click();
await page.getByTestId('settled').waitFor();
console.log(await page.evaluate(() => document.documentElement.scrollWidth), await look());
await page.screenshot({ path: '/tmp/pg/dbg.png' });
for (const e of ends) await e();
await b.close();
