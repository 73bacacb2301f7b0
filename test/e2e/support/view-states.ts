// The views beside the prompts: history, a record, settings.
import type { Page } from 'playwright-core';
import { ask, run } from '../../helpers/choice.ts';
import type { Stage } from './browser.ts';
import { askKind } from './kinds.ts';
import { option } from './page.ts';
import { QUESTION, type State } from './state.ts';

/** A history in which every way to end occurs; gives its page. */
async function makeHistory({ home, open }: Stage): Promise<Page> {
  const timedOut = await ask(home, ['--timeout', '1', 'Restart the workers?', 'now', 'later']);
  const answered = await askKind(home, [
    'ask',
    '--body',
    '## Candidate 7\n\nAll checks passed.',
    '--key',
    'deploy-7',
    '--from',
    'release of the shop',
    ...QUESTION,
  ]);
  await run(home, ['extend', answered.id, '5m']);
  await run(home, ['answer', answered.id, 'staging', '--note', 'production needs the new certificate first']);
  const cancelled = await askKind(home, [
    'confirm',
    'Run the migration now, with the old schema still in use elsewhere?',
  ]);
  await run(home, ['cancel', cancelled.id]);
  await timedOut.exit;
  const active = await ask(home, ['Which candidate is to be kept?', 'a', 'b']);
  const page = await open(active.link);
  await option(page, 'a').waitFor();
  await page.getByRole('link', { name: 'History' }).click();
  await page.getByTestId('history-list').getByText('Restart the workers?').waitFor();
  return page;
}

async function openSettings({ home, open }: Stage): Promise<Page> {
  const asker = await ask(home, QUESTION);
  const page = await open(asker.link);
  await option(page, 'staging').waitFor();
  await page.getByRole('link', { name: 'Settings' }).click();
  await page.getByLabel('Theme').waitFor();
  return page;
}

export const VIEW_STATES: readonly State[] = [
  { name: 'history', make: makeHistory },
  {
    name: 'history-searched',
    async make(stage) {
      const page = await makeHistory(stage);
      await page.getByRole('searchbox').fill('staging');
      await page.getByRole('button', { name: 'Answered' }).click();
      await page.getByText('Restart the workers?').waitFor({ state: 'detached' });
      return page;
    },
  },
  {
    name: 'history-no-match',
    async make(stage) {
      const page = await makeHistory(stage);
      await page.getByRole('searchbox').fill('nothing like it');
      await page.getByText('No prompt matches.').waitFor();
      return page;
    },
  },
  {
    name: 'record',
    async make(stage) {
      const page = await makeHistory(stage);
      await page.getByRole('link', { name: /Where should this build/ }).click();
      await page.getByTestId('record-detail').getByText('Candidate 7').waitFor();
      return page;
    },
  },
  { name: 'settings', make: openSettings },
  {
    name: 'settings-refused',
    async make(stage) {
      const page = await openSettings(stage);
      await page.getByLabel('Time to answer').fill('soon');
      await page.getByLabel('Time to answer').press('Enter');
      await page.getByTestId('save-state').filter({ hasText: 'Not saved' }).waitFor();
      return page;
    },
  },
  {
    name: 'settings-chinese',
    async make(stage) {
      const page = await openSettings(stage);
      await page.getByLabel('Language').selectOption('zh-CN');
      await page.getByRole('heading', { name: '设置' }).waitFor();
      return page;
    },
  },
  {
    name: 'history-chinese',
    async make(stage) {
      const page = await makeHistory(stage);
      await run(stage.home, ['config', 'set', 'language', 'zh-CN']);
      await page.reload();
      await page.getByTestId('history-list').getByText('Restart the workers?').waitFor();
      return page;
    },
  },
];
