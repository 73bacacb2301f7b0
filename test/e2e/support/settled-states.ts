// States in which a prompt is over, or not to be seen.
import { ask, run } from '../../helpers/choice.ts';
import { askByHand } from './hand-asker.ts';
import { openKind } from './kinds.ts';
import { answer, linkState, press, setTimeLeft, settled } from './page.ts';
import { LOST } from './portal.ts';
import { askAndOpen, askDetached, MARKED, QUESTION, type State } from './state.ts';

export const SETTLED_STATES: readonly State[] = [
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
    name: 'kept',
    async make(stage) {
      const { page } = await askDetached(stage, QUESTION);
      await answer(page, 'production');
      await settled(page, 'kept');
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
    name: 'timed-out',
    async make(stage) {
      const { page } = await askAndOpen(stage, QUESTION);
      await setTimeLeft(page, '1');
      await settled(page, 'timed_out');
      return page;
    },
  },
  {
    name: 'timed-out-fallback',
    async make(stage) {
      const { page } = await askAndOpen(stage, MARKED);
      await setTimeLeft(page, '1');
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
    name: 'cancelled-record',
    async make(stage) {
      const { asker, page } = await askAndOpen(stage, QUESTION);
      await run(stage.home, ['cancel', asker.id, '--note', 'Not on a Friday.']);
      await (await settled(page, 'cancelled')).getByText('Show the whole prompt').click();
      await page.getByTestId('decider').waitFor();
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
  {
    name: 'used-link',
    async make({ home, open, expectComplaint }) {
      expectComplaint(/status of 401/);
      const { link, exit } = await ask(home, ['--timeout', '1', ...QUESTION]);
      await exit;
      const page = await open(link);
      await page.getByTestId('locked').waitFor();
      return page;
    },
  },
  {
    name: 'kept-words',
    async make(stage) {
      const { asker, page } = await openKind(stage, ['ask', '--other', ...QUESTION]);
      await page.getByTestId('other').getByRole('radio').check();
      await page.locator('.other-text').fill('The second test host, once its disk was replaced');
      await page.locator('button.answer-note').click();
      await page.locator('textarea.answer-note').fill('See the ticket.\nNot before noon.');
      await run(stage.home, ['cancel', asker.id]);
      await settled(page, 'cancelled');
      await page.getByTestId('kept').waitFor();
      return page;
    },
  },
];
