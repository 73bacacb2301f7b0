// Text that wants to be more than text, and what is to be seen of it where that differs.
import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';

const KINDS: readonly (readonly [name: string, text: string, shown?: string])[] = [
  ['HTML', '<b>bold</b><img src=x onerror="window.hit=1"><!-- &amp; &lt; -->'],
  ['a script', '</legend></fieldset><script>window.hit=1</script><svg onload=alert(1)>'],
  ['links as Markdown writes them', '[click](javascript:alert(1)) ![x](http://127.0.0.1:1/x.png) **b** `c`'],
  ['template syntax', '{{constructor.constructor("window.hit=1")()}} #{alert(1)} <%= x %> %3Cscript%3E'],
  [
    'a bidi override and bidi isolates',
    'safe\u202Etxt.exe\u202C \u2066a\u2067b\u2069',
    'safe⟨U+202E⟩txt.exe⟨U+202C⟩ ⟨U+2066⟩a⟨U+2067⟩b⟨U+2069⟩',
  ],
  ['zero-width characters', 'pay\u200Bpal\uFEFF\u2060', 'pay⟨U+200B⟩pal⟨U+FEFF⟩⟨U+2060⟩'],
  ['control characters', 'red\u001B[31m\u0007\u0008\u007F\u009B', 'red⟨U+001B⟩[31m⟨U+0007⟩⟨U+0008⟩⟨U+007F⟩⟨U+009B⟩'],
  ['right-to-left text', 'שלום עולם (abc) مرحبا 123'],
  ['emoji, one of several parts', '🦉 👩🏽‍🚀 🏳️‍🌈 𝒳'],
  ['combining marks', `Z${'\u0351'.repeat(60)}algo`],
  ['space at both ends and lines', ' two\n  lines\t'],
  ['a very long word', `${'w'.repeat(120)}!`],
];

/** As many as a list shows at once. */
export const TEXTS = KINDS.map(([, text]) => text);
/** What is to be seen of each. */
export const SHOWN = KINDS.map(([, text, shown = text]) => shown);
/** All of them in one text, short enough for any field but a key. */
export const ALL = TEXTS.join('\n');
export const ALL_SHOWN = SHOWN.join('\n');

/** Fails when the page is wider than the screen. */
export async function fits(page: Page): Promise<void> {
  const wider = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  assert.ok(wider <= 0, `${wider} px wider than the screen`);
}
