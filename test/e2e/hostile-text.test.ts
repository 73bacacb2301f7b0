// Text that wants to be more than text: shown as it is, or as a mark where it hides, and given back byte for byte.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cutText } from '../../src/core/text.ts';
import { ask } from '../helpers/choice.ts';
import { useChromium } from './support/browser.ts';
import { fits, TEXTS } from './support/hostile.ts';
import { press, settled } from './support/page.ts';

const setStage = useChromium();

test('rows 12 and 13: when a prompt has hostile text, then it is shown literally, does nothing and comes back as it was', async (t) => {
  const { home, context } = await setStage(t, { visitor: { viewport: { width: 360, height: 740 } } });
  const requested: string[] = [];
  context.on('request', (request) => requested.push(request.url()));
  const page = await context.newPage();

  for (const [name, text, shown = text] of TEXTS) {
    await t.test(name, async () => {
      const other = await ask(home, [`Beside: ${text}`, 'a']);
      const asker = await ask(home, [text, '--', 'other', text]);
      await page.goto(String(asker.link));
      await page.getByRole('radio').nth(1).check();
      const label = page.locator('.option-label').nth(1);
      assert.equal(await page.locator('legend').textContent(), shown);
      assert.equal(await label.textContent(), shown);
      assert.equal(await page.locator('.active-question').textContent(), cutText(`Beside: ${shown}`, 200));
      const elements = await label.evaluate((element) =>
        [...element.querySelectorAll('*')].map((each) => each.className),
      );
      assert.deepEqual(new Set(elements), new Set(shown === text ? ['safe'] : ['safe', 'mark']));
      for (const mark of await label.locator('.mark').all()) assert.ok(await mark.isVisible());
      await fits(page);

      await press(page, 'Submit');
      const { code, stdout } = await asker.exit;
      assert.equal(code, 0);
      assert.deepEqual(Buffer.from(stdout), Buffer.from(`${text}\n`));
      const view = await settled(page, 'delivered');
      assert.equal(await view.locator('.given').textContent(), shown);
      assert.equal(await view.locator('.asked').textContent(), shown);
      await fits(page);
      assert.ok(!(await page.evaluate(() => 'hit' in window)), 'nothing of it ran');
      other.child.kill('SIGINT');
      await other.exit;
    });
  }
  const ours = new URL(page.url()).origin;
  assert.deepEqual(
    requested.filter((url) => !url.startsWith(ours) && !url.startsWith('data:')),
    [],
  );
});

test('row 12: when a body has links of every kind, then those to the web alone lead anywhere, and tell nobody where from', async (t) => {
  const { home, open } = await setStage(t);
  const dead = [
    '[script](javascript:alert(1))',
    '[data](data:text/html,x)',
    '[relative](/api/prompts)',
    '[mail](mailto:a@mail.example)',
  ];
  const live = ['[secure](https://secure.example/a?b=c#d)', '[plain](http://plain.example/)'];
  const asker = await ask(home, ['--body', [...live, ...dead].join('\n\n'), 'Pick one', 'a', 'b']);
  const page = await open(asker.link);
  const paragraphs = page.getByTestId('body').locator('p');
  await paragraphs.first().waitFor();
  assert.deepEqual(await paragraphs.allTextContents(), ['secure', 'plain', ...dead]);
  const links = await page
    .getByTestId('body')
    .locator('a')
    .evaluateAll((all) => all.map((link) => ['href', 'rel', 'target'].map((name) => link.getAttribute(name))));
  assert.deepEqual(links, [
    ['https://secure.example/a?b=c#d', 'noopener noreferrer', '_blank'],
    ['http://plain.example/', 'noopener noreferrer', '_blank'],
  ]);
});

test('row 12: when a script of the page itself writes HTML, then the policy stops it, and the page complains', async (t) => {
  const { home, context, open, expectComplaint } = await setStage(t);
  const { link } = await ask(home, ['Pick one', 'a', 'b']);
  const page = await open(link);
  const ofPolicy = /^content security policy: require-trusted-types-for/;
  const complaint = context.waitForEvent('console', (message) => ofPolicy.test(message.text()));
  expectComplaint(/^console: .*(content security policy|TrustedHTML)/i);
  const write = page.evaluate(() => {
    document.body.innerHTML = '<b id="written">x</b>';
  });
  await assert.rejects(write, /TrustedHTML/);
  assert.equal((await complaint).type(), 'error');
  assert.equal(await page.locator('#written').count(), 0);
});
