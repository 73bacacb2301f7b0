// Every state of the page, made the way it comes about: for what looks at all of them.
import type { Browser, Page } from 'playwright-core';
import { type Asker, ask, run, type Scope } from '../../helpers/choice.ts';
import { type Stage, setStage } from './browser.ts';
import { askByHand } from './hand-asker.ts';
import { activeCount, answer, button, digits, linkState, option, pick, press, settled } from './page.ts';
import { killPortal, LOST, pausePortal } from './portal.ts';

export interface State {
  readonly name: string;
  /** Gives a page that is in this state, and stays there for as long as its prompt has time. */
  make(stage: Stage): Promise<Page>;
}

const QUESTION = ['Where should this build be deployed?', 'staging', 'production', 'nowhere'] as const;
const MARKED = ['--recommended', 'staging', '--fallback', 'nowhere', ...QUESTION] as const;
const LONG_LABEL = 'production in all regions, one after the other, with a pause of ten minutes after each of them';

/** Asks, and opens the prompt's page. */
async function askAndOpen({ home, open }: Stage, args: readonly string[]) {
  const asker = await ask(home, args);
  const page = await open(asker.link);
  await button(page, 'Submit').waitFor();
  return { asker, page };
}

/** Ends the asker, which would start another portal, and the portal: the page stays without. */
async function loseAll(stage: Stage, asker: Asker): Promise<void> {
  stage.expectComplaint(LOST);
  asker.child.kill('SIGKILL');
  await killPortal(stage.home);
}

export const STATES: readonly State[] = [
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
      await ask(home, ['--timeout', '9', '--max-timeout', '1h', 'Run the migration now?', 'yes', 'no']);
      await ask(home, ['--timeout', 'none', 'Which of the three candidates is to be kept for the release?', 'a', 'b']);
      const page = await open(first.link);
      await page.getByRole('link', { name: 'Active prompts (3)' }).click();
      await page.getByTestId('active-list').waitFor();
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
      await page.getByLabel('Set time left').fill('soon');
      await press(page, 'Set');
      await page.getByText('Write a time such as').waitFor();
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
      const { page } = await askAndOpen(stage, ['<script>alert("\u202Ehi")</script>', ...texts]);
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
      const { page } = await askAndOpen(stage, ['--timeout', '9.9', ...MARKED]);
      await pick(page, 'staging');
      return page;
    },
  },
  {
    name: 'checking',
    async make(stage) {
      const { page } = await askAndOpen(stage, ['--timeout', '3', ...QUESTION]);
      pausePortal(stage);
      await digits(page).filter({ hasText: 'checking…' }).waitFor();
      return page;
    },
  },
  {
    name: 'sending',
    async make(stage) {
      await ask(stage.home, ['Another', 'a']);
      const options = [{ value: 'staging' }, { value: 'production' }];
      const { link } = await askByHand(stage, { question: QUESTION[0], options });
      const page = await stage.open(link);
      await answer(page, 'production');
      await settled(page, 'sending');
      return page;
    },
  },
  {
    name: 'delivered',
    async make(stage) {
      const { page } = await askAndOpen(stage, QUESTION);
      await answer(page, 'production');
      await settled(page, 'delivered');
      return page;
    },
  },
  {
    name: 'delivered-with-others',
    async make(stage) {
      const { page } = await askAndOpen(stage, QUESTION);
      await ask(stage.home, ['--timeout', '40', 'Run the migration now?', 'yes', 'no']);
      await answer(page, 'production');
      await settled(page, 'delivered');
      return page;
    },
  },
  {
    name: 'answered-elsewhere',
    async make(stage) {
      const { asker, page } = await askAndOpen(stage, QUESTION);
      const other = await stage.open(asker.link);
      await answer(other, 'production');
      await page.getByRole('heading', { name: 'Answered in another tab: production' }).waitFor();
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
    name: 'timed-out',
    async make(stage) {
      const { link } = await ask(stage.home, ['--timeout', '1', ...QUESTION]);
      const page = await stage.open(link);
      await settled(page, 'timed_out');
      return page;
    },
  },
  {
    name: 'timed-out-fallback',
    async make(stage) {
      const { link } = await ask(stage.home, ['--timeout', '1', ...MARKED]);
      const page = await stage.open(link);
      await settled(page, 'fallback_used');
      return page;
    },
  },
  {
    name: 'cancelled',
    async make(stage) {
      const { page } = await askAndOpen(stage, QUESTION);
      await press(page, 'Cancel');
      await settled(page, 'cancelled');
      return page;
    },
  },
  {
    name: 'command-gone',
    async make(stage) {
      const { asker, page } = await askAndOpen(stage, QUESTION);
      asker.child.kill('SIGKILL');
      await settled(page, 'gone');
      return page;
    },
  },
  {
    name: 'portal-stopped',
    async make(stage) {
      stage.expectComplaint(LOST);
      const { page } = await askAndOpen(stage, QUESTION);
      await run(stage.home, ['stop', '--force']);
      await settled(page, 'stopped');
      await linkState(page, 'reconnecting');
      return page;
    },
  },
  {
    name: 'disconnected',
    async make(stage) {
      const { asker, page } = await askAndOpen(stage, QUESTION);
      await pick(page, 'staging');
      await loseAll(stage, asker);
      await linkState(page, 'reconnecting');
      return page;
    },
  },
  {
    name: 'disconnected-answer-kept',
    async make(stage) {
      const { asker, page } = await askAndOpen(stage, QUESTION);
      await pick(page, 'staging');
      await loseAll(stage, asker);
      await linkState(page, 'reconnecting');
      await press(page, 'Submit');
      await page.getByText('your choice is kept').waitFor();
      return page;
    },
  },
  {
    name: 'missing',
    async make(stage) {
      const { asker, page } = await askAndOpen(stage, QUESTION);
      await page.goto(new URL('/choice/00000000', asker.link).href);
      // The page looks for it a while first.
      await page.getByTestId('missing').waitFor();
      return page;
    },
  },
  {
    name: 'locked',
    async make({ home, open }) {
      const { link } = await ask(home, QUESTION);
      const page = await open(link.origin + link.pathname);
      await page.getByTestId('locked').waitFor();
      return page;
    },
  },
];

export const SCHEMES = ['light', 'dark'] as const;
/** A phone, and a window on a desk: px. */
export const SIZES = [
  { width: 360, height: 740 },
  { width: 1280, height: 800 },
] as const;

/** Makes `state` on a stage of its own and shows it in every colour scheme and size, one after the other. */
export async function showState(
  browser: Browser,
  scope: Scope,
  { make }: State,
  look: (page: Page, variant: string) => Promise<void>,
): Promise<void> {
  // Without motion: what is looked at is where it comes to rest.
  const stage = await setStage(browser, scope, { visitor: { reducedMotion: 'reduce' } });
  const page = await make(stage);
  await page.bringToFront();
  for (const colorScheme of SCHEMES) {
    for (const size of SIZES) {
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize(size);
      await look(page, `${colorScheme}-${size.width}`);
    }
  }
}
