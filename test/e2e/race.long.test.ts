// All ways of answering at once: the page, the terminal and `choice answer`. One wins, and the two others are told who.
import assert from 'node:assert/strict';
import { describe } from 'node:test';
import { test } from '../helpers/attempts.ts';
import { idOf, run } from '../helpers/choice.ts';
import { KEYS, noTerminal, startInTerminal } from '../helpers/pty.ts';
import { useChromium } from './support/browser.ts';
import { button, option } from './support/page.ts';

const setStage = useChromium();

/** The page knows the outcome: its own answer is one only once the portal took it. */
const OVER = '[data-testid=settled]:not([data-kind=sending])';
const SURFACES = ['terminal', 'page', 'cli'] as const;

/** What each surface says of a winner. */
const TOLD = {
  terminal: {
    line: /^✔ Who\? {2}?terminal|^✔ Who\?.* terminal/m,
    page: /Answered in the terminal/,
    by: / in the terminal after /,
  },
  page: { line: /answered in the browser: page/, page: /Delivered/, by: / in the browser after / },
  cli: {
    line: /answered from the command line: cli/,
    page: /Answered from the command line/,
    by: / from the command line after /,
  },
} as const;

describe('page, terminal and command line at once', { skip: noTerminal }, () => {
  for (const first of [...SURFACES, null]) {
    const when = first === null ? 'nobody waits for another' : `the ${first} is first`;
    test(`when ${when}, then exactly one wins and the two others are told`, async (t) => {
      const { home, open } = await setStage(t);
      const terminal = startInTerminal(home, ['ask', 'Who?', ...SURFACES]);
      const url = await terminal.url();
      const page = await open(url);
      await button(page, 'Submit').waitFor();
      await terminal.shows(/❯ \d [○●]/);

      const commands: ReturnType<typeof run>[] = [];
      const submit = async () => {
        await option(page, 'page').check({ timeout: 2_000 });
        await button(page, 'Submit').click({ timeout: 2_000 });
      };
      // Picked just before: a draft is shown, and would be submitted, on every surface.
      const act = {
        terminal: () => terminal.type(`1${KEYS.enter}`),
        // The page may have been told of another winner meanwhile: then there is nothing left to press.
        page: () => (first === 'page' ? submit() : submit().catch(() => {})),
        cli: () => {
          const command = run(home, ['answer', idOf(url), 'cli']);
          commands.push(command);
          return command;
        },
      };
      if (first !== null) {
        await act[first]();
        await page.locator(OVER).waitFor();
      }
      await Promise.all(SURFACES.filter((surface) => surface !== first).map((surface) => act[surface]()));

      const { code, stdout } = await terminal.exit;
      const winner = SURFACES.find((surface) => stdout === `${surface}\n`) ?? assert.fail(`stdout is ${stdout}`);
      assert.equal(code, 0);
      if (first !== null) assert.equal(winner, first);
      assert.match(terminal.screen.text(), TOLD[winner].line);
      await page.locator('[data-testid=settled]', { hasText: winner }).waitFor();
      assert.match(await page.locator('[data-testid=settled]').innerText(), TOLD[winner].page);
      const answered = await (commands[0] ?? assert.fail('no command ran'));
      assert.equal(answered.code, winner === 'cli' ? 0 : 1);
      if (winner !== 'cli') assert.match(answered.stderr, TOLD[winner].by);
    });
  }
});
