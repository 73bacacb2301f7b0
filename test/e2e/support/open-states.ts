// States in which something may still be answered, and the dashboard.

import type { Page } from 'playwright-core';
import type { AskedFrom } from '../../../src/core/asked-from.ts';
import { type Asker, ask, run } from '../../helpers/choice.ts';
import type { Stage } from './browser.ts';
import { askByHand } from './hand-asker.ts';
import { activeCount, answer, digits, linkState, option, pick, press, setTimeLeft, settled } from './page.ts';
import { killPortal, LOST, pausePortal } from './portal.ts';
import { askAndOpen, askDetached, MARKED, QUESTION, type State } from './state.ts';

const LONG_LABEL = 'production in all regions, one after the other, with a pause of ten minutes after each of them';

const SCRIPT: AskedFrom = {
  command: 'scripts/deploy.sh',
  cwd: '~/src/shop',
  host: 'laptop',
  user: 'ada',
  git: { repo: 'shop', branch: 'main' },
};
const JOB: AskedFrom = {
  name: 'Release of the shop',
  command: '/builds/shop/release.sh',
  cwd: '~/work/shop/shop',
  host: 'runner-7',
  user: 'runner',
  git: { repo: 'shop', branch: 'feature/one-page-checkout-for-returning-customers' },
  ci: { provider: 'GitHub Actions', job: 'CI / deploy', url: 'https://ci.example/shop/runs/7' },
};
const AGENT: AskedFrom = {
  command: 'bash',
  cwd: '~/src/till',
  git: { repo: 'till' },
  agent: { client: 'Claude Code' },
};

/** Prompts of three askers, two of them of one, and one of an asker that says nothing; gives the link of the first. */
async function askFromAll(stage: Stage): Promise<URL> {
  const silent = { question: 'Which candidate is to be kept?', options: [{ value: 'a' }, { value: 'b' }] };
  await ask(stage.home, ['--timeout', '2h', 'Run the migration now?', 'yes', 'no']);
  const spec = { ...silent, question: 'Where should this build be deployed?', timeout_ms: 600_000 };
  const { link } = await askByHand(stage, spec, { from: JOB });
  await askByHand(stage, { ...silent, question: 'Keep the old till?' }, { from: AGENT });
  await askByHand(stage, { ...silent, question: 'Restart the workers?' }, { from: SCRIPT });
  await askByHand(stage, { ...silent, question: 'Delete the cache?' }, { from: AGENT });
  await askByHand(stage, silent);
  return link;
}

/** Ends the asker, which would start another portal, and the portal: the page stays without. */
async function loseAll(stage: Stage, asker: Asker, page: Page): Promise<void> {
  // A part of the page that is still on its way would not come any more.
  await page.waitForLoadState('networkidle');
  stage.expectComplaint(LOST);
  asker.child.kill('SIGKILL');
  await killPortal(stage.home);
}

/** A prompt that nobody waits for, which is withdrawn in the end: its stage may be used again; and one with its asker. */
async function askForLater(stage: Stage): Promise<Page> {
  const { id, page } = await askDetached(stage, QUESTION);
  stage.after(async () => {
    await run(stage.home, ['cancel', id]);
  });
  await ask(stage.home, ['--timeout', '2h', 'Run the migration now?', 'yes', 'no']);
  await activeCount(page, 2);
  return page;
}

export const OPEN_STATES: readonly State[] = [
  {
    name: 'open-kept',
    make: askForLater,
  },
  {
    name: 'dashboard-kept',
    async make(stage) {
      const page = await askForLater(stage);
      await page.getByRole('link', { name: 'Active prompts (2)' }).click();
      await page.getByTestId('active-list').getByText('no command waiting').waitFor();
      return page;
    },
  },
  {
    name: 'dashboard-empty',
    async make({ home, open }) {
      const asker = await ask(home, ['Gone in a moment', 'a']);
      const page = await open(asker.link);
      await press(page, 'Cancel');
      await settled(page, 'cancelled');
      await page.getByRole('link', { name: 'Active prompts (0)' }).click();
      await page.getByTestId('empty').waitFor();
      return page;
    },
  },
  {
    name: 'dashboard',
    async make({ home, open }) {
      const first = await ask(home, ['--timeout', '1h', ...QUESTION]);
      await ask(home, ['--timeout', 'none', 'Which of the three candidates is to be kept for the release?', 'a', 'b']);
      const page = await open(first.link);
      await page.getByRole('link', { name: 'Active prompts (2)' }).click();
      await page.getByTestId('active-list').waitFor();
      // Last, so that it is there for a while yet.
      await ask(home, ['--timeout', '9', '--max-timeout', '1h', 'Run the migration now?', 'yes', 'no']);
      await activeCount(page, 3);
      return page;
    },
  },
  {
    name: 'open',
    async make(stage) {
      const { page } = await askAndOpen(stage, MARKED);
      await pick(page, 'production');
      return page;
    },
  },
  {
    name: 'open-with-others',
    async make(stage) {
      const { page } = await askAndOpen(stage, QUESTION);
      await ask(stage.home, ['--timeout', '40', 'Run the migration now?', 'yes', 'no']);
      await ask(stage.home, ['--timeout', '2h', 'Which candidate is to be kept?', 'a', 'b']);
      await activeCount(page, 3);
      return page;
    },
  },
  {
    name: 'open-asked-by',
    async make(stage) {
      const page = await stage.open(await askFromAll(stage));
      await page.getByTestId('asked-by').waitFor();
      await activeCount(page, 6);
      return page;
    },
  },
  {
    name: 'dashboard-askers',
    async make(stage) {
      const page = await stage.open(await askFromAll(stage));
      await page.getByRole('link', { name: 'Active prompts (6)' }).click();
      await page.getByText('Delete the cache?').waitFor();
      return page;
    },
  },
  {
    name: 'open-nothing-picked',
    async make(stage) {
      const { page } = await askAndOpen(stage, QUESTION);
      await press(page, 'Submit');
      await page.getByText('Pick an option first').waitFor();
      return page;
    },
  },
  {
    name: 'open-bad-time',
    async make(stage) {
      const { page } = await askAndOpen(stage, ['--timeout', '60', '--max-timeout', '61', ...QUESTION]);
      await press(page, '+1 min');
      await page.getByText('No more time can be added.').waitFor();
      await setTimeLeft(page, 'soon');
      await page.getByText('Enter a time such as').waitFor();
      return page;
    },
  },
  {
    name: 'open-long',
    async make(stage) {
      await ask(stage.home, ['Another', 'a']);
      const hint = 'takes about two hours, and cannot be taken back without a release of its own';
      const options = Array.from({ length: 14 }, (_, index) => ({
        value: `${index}`,
        label: index % 3 === 0 ? `${index}: ${LONG_LABEL}` : `candidate ${index}`,
        ...(index % 4 === 0 ? { hint } : {}),
      }));
      const question =
        'Which of these is to be done first, given that the others will have to wait until it has ended?';
      const { link } = await askByHand(stage, { question, options, recommended: '0', fallback: '3' });
      const page = await stage.open(link);
      await option(page, 'candidate 1').check();
      return page;
    },
  },
  {
    name: 'open-hostile',
    async make(stage) {
      const texts = [
        '<b>bold</b>',
        'safe\u202Etxt.exe',
        'pay\u200Bpal',
        'שלום עולם',
        `${'w'.repeat(120)}`,
        '👩🏽‍🚀 🏳️‍🌈',
      ];
      const { page } = await askAndOpen(stage, [
        '--from',
        '<b>safe\u202Etxt.exe</b> \u001b[31m שלום',
        '<script>alert("\u202Ehi")</script>',
        ...texts,
      ]);
      return page;
    },
  },
  {
    name: 'open-no-limit',
    async make(stage) {
      const { page } = await askAndOpen(stage, ['--timeout', 'none', ...QUESTION]);
      await digits(page).filter({ hasText: 'no limit' }).waitFor();
      return page;
    },
  },
  {
    name: 'open-fixed',
    async make(stage) {
      const { page } = await askAndOpen(stage, ['--no-extend', '--timeout', '2h', ...QUESTION]);
      return page;
    },
  },
  {
    name: 'last-seconds',
    async make(stage) {
      const { page } = await askAndOpen(stage, ['--no-hold', '--timeout', '9.9', ...MARKED]);
      await pick(page, 'staging');
      return page;
    },
  },
  {
    name: 'checking',
    async make(stage) {
      const { page } = await askAndOpen(stage, QUESTION);
      await setTimeLeft(page, '6');
      await digits(page).filter({ hasText: /^0:0/ }).waitFor();
      pausePortal(stage);
      await digits(page).filter({ hasText: 'checking…' }).waitFor();
      return page;
    },
  },
  {
    name: 'next-with-strip',
    async make(stage) {
      const { page } = await askAndOpen(stage, QUESTION);
      await answer(page, 'staging');
      await settled(page, 'delivered');
      await ask(stage.home, ['Run the migration as well?', 'yes', 'no']);
      await page.getByTestId('strip').waitFor();
      await option(page, 'yes').waitFor();
      return page;
    },
  },
  {
    name: 'disconnected',
    async make(stage) {
      const { asker, page } = await askAndOpen(stage, QUESTION);
      await pick(page, 'staging');
      await loseAll(stage, asker, page);
      await linkState(page, 'reconnecting');
      return page;
    },
  },
  {
    name: 'disconnected-answer-kept',
    async make(stage) {
      const { asker, page } = await askAndOpen(stage, QUESTION);
      await pick(page, 'staging');
      await loseAll(stage, asker, page);
      await linkState(page, 'reconnecting');
      await press(page, 'Submit');
      await page.getByText('your choice is kept').waitFor();
      return page;
    },
  },
];
