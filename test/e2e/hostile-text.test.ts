// Text that wants to be more than text: shown as it is, or as a mark where it hides, and given back byte for byte.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Page } from 'playwright-core';
import { ask } from '../helpers/choice.ts';
import { useChromium } from './support/browser.ts';
import { press, settled } from './support/page.ts';

const setStage = useChromium();

const TEXTS: readonly (readonly [name: string, text: string, shown?: string])[] = [
  ['HTML', '<b>bold</b><img src=x onerror="window.hit=1"><!-- &amp; &lt; -->'],
  ['a script', '</legend></fieldset><script>window.hit=1</script><svg onload=alert(1)>'],
  ['links as Markdown writes them', '[click](javascript:alert(1)) ![x](http://127.0.0.1:1/x.png) **b** `c`'],
  ['template syntax', '{{constructor.constructor("window.hit=1")()}} #{alert(1)} <%= x %> %3Cscript%3E'],
  ['a bidi override', 'safe\u202Etxt.exe\u202C', 'safe⟨U+202E⟩txt.exe⟨U+202C⟩'],
  ['bidi isolates', '\u2066a\u2067b\u2069', '⟨U+2066⟩a⟨U+2067⟩b⟨U+2069⟩'],
  ['zero-width characters', 'pay\u200Bpal\uFEFF\u2060', 'pay⟨U+200B⟩pal⟨U+FEFF⟩⟨U+2060⟩'],
  ['control characters', 'red\u001B[31m\u0007\u0008\u007F\u009B', 'red⟨U+001B⟩[31m⟨U+0007⟩⟨U+0008⟩⟨U+007F⟩⟨U+009B⟩'],
  ['right-to-left text', 'שלום עולם (abc) مرحبا 123'],
  ['a very long word', `${'w'.repeat(700)}!`],
  ['emoji, one of several parts', '🦉 👩🏽‍🚀 🏳️‍🌈 𝒳'],
  ['combining marks', `Z${'\u0351'.repeat(60)}algo`],
  ['space at both ends and lines', ' two\n  lines\t'],
];

/** Fails when the page is wider than the screen. */
async function fits(page: Page): Promise<void> {
  const wider = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  assert.ok(wider <= 0, `${wider} px wider than the screen`);
}

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
      assert.equal(await page.locator('.active-question').textContent(), `Beside: ${shown}`);
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
