// Every kind of prompt with something in it, and what may stand around the answer: body, notes, dangers, keys, a hold.
import type { Page } from 'playwright-core';
import type { Stage } from './browser.ts';
import { answerable, askKind, askSpec, openKind } from './kinds.ts';
import { digits, option, press } from './page.ts';
import { QUESTION, type State } from './state.ts';

const BODY = `## Release 4.2
Three changes since **4.1**; see the [notes](https://example.org/notes).

1. New \`--order\` flag
2. Faster start

| step | takes | who |
|:-----|------:|-----|
| migrate | 12 min | database |
| roll out | 40 min | everybody else |

\`\`\`diff
@@ config.yml @@
-replicas: 2
+replicas: 3
 region: eu
\`\`\`

> Nothing is taken back without a release of its own.
`;

const HINTED = [
  { value: 'lint', label: 'Lint', hint: 'a few seconds' },
  { value: 'unit', label: 'Unit tests', hint: 'about a minute' },
  { value: 'e2e', label: 'End-to-end tests', hint: 'six minutes, in a real browser' },
  { value: 'bench', label: 'Benchmarks' },
];

async function openSpec(stage: Stage, spec: object): Promise<Page> {
  const asker = await askSpec(stage.home, spec);
  const page = await stage.open(asker.link);
  await answerable(page);
  return page;
}

export const KIND_STATES: readonly State[] = [
  {
    name: 'multi',
    async make(stage) {
      const spec = { kind: 'multi', question: 'Which checks are to run?', options: HINTED, min: 1, max: 3 };
      const page = await openSpec(stage, { ...spec, recommended: 'unit' });
      for (const name of ['Lint', 'Unit tests']) await page.getByRole('checkbox', { name, exact: true }).check();
      return page;
    },
  },
  {
    name: 'confirm',
    async make(stage) {
      const { page } = await openKind(stage, ['confirm', '--fallback', 'no', 'Run the migration now?']);
      return page;
    },
  },
  {
    name: 'confirm-danger',
    async make(stage) {
      const labels = ['--yes', 'Delete the data', '--no', 'Keep it'];
      const { page } = await openKind(stage, ['confirm', '--danger', ...labels, 'Delete the data of last year?']);
      await page.keyboard.press('1');
      await page.keyboard.press('Enter');
      await page.getByRole('alert').filter({ hasText: 'hold the button' }).waitFor();
      return page;
    },
  },
  {
    name: 'input',
    async make(stage) {
      const flags = ['--placeholder', 'v1.2.3', '--max-length', '20', '--fallback', 'v4.2.0'];
      const { page } = await openKind(stage, ['input', ...flags, 'Which version is this?']);
      await page.locator('[data-option]').fill('v4.2.1');
      return page;
    },
  },
  {
    name: 'input-pattern',
    async make(stage) {
      const flags = ['--pattern', 'v\\d+', '--pattern-message', 'A version begins with v and a number'];
      const { page } = await openKind(stage, ['input', ...flags, 'Which version is this?']);
      await page.locator('[data-option]').fill('four');
      await page.keyboard.press('Enter');
      await page.getByText('A version begins with v').waitFor();
      return page;
    },
  },
  {
    name: 'input-multiline',
    async make(stage) {
      const { page } = await openKind(stage, ['input', '--multiline', 'What is in this release?']);
      await page.locator('[data-option]').fill('A flag for the order of answers.\n\nFaster start.\nFewer bytes.');
      return page;
    },
  },
  {
    name: 'other',
    async make(stage) {
      const { page } = await openKind(stage, ['ask', '--other', ...QUESTION]);
      await page.getByTestId('other').getByRole('radio').check();
      await page.locator('.other-text').fill('the old machine in the basement');
      return page;
    },
  },
  {
    name: 'danger',
    async make(stage) {
      const { page } = await openKind(stage, ['ask', '--danger', 'production', ...QUESTION]);
      await option(page, 'production').check();
      await page.locator('[data-check]').waitFor();
      await page.keyboard.press('Enter');
      await page.getByRole('alert').filter({ hasText: 'type the value' }).waitFor();
      return page;
    },
  },
  {
    name: 'notes',
    async make(stage) {
      const { page } = await openKind(stage, ['ask', ...QUESTION]);
      await option(page, 'staging').check();
      await page.locator('button.option-note').click();
      await page.locator('textarea.option-note').fill('only until Friday');
      await page.locator('button.answer-note').click();
      await page.locator('textarea.answer-note').fill('Production needs the new certificate first.');
      return page;
    },
  },
  {
    name: 'note-required',
    async make(stage) {
      const { page } = await openKind(stage, ['ask', '--note', 'required', ...QUESTION]);
      await option(page, 'staging').check();
      await press(page, 'Submit');
      await page.getByRole('alert').filter({ hasText: 'needs a note' }).waitFor();
      return page;
    },
  },
  {
    name: 'note-for-no',
    async make(stage) {
      const { page } = await openKind(stage, ['confirm', '--note', 'for-no', 'Merge the branch into main?']);
      await press(page, 'No');
      await page.getByRole('alert').filter({ hasText: 'needs a note' }).waitFor();
      return page;
    },
  },
  {
    name: 'cancel-reason',
    async make(stage) {
      const { page } = await openKind(stage, ['ask', ...QUESTION]);
      await press(page, 'Cancel');
      await page.locator('textarea.answer-note').fill('Neither: the release is off until Monday.');
      await page.getByRole('alert').filter({ hasText: 'with this reason' }).waitFor();
      return page;
    },
  },
  {
    name: 'body',
    async make(stage) {
      const { page } = await openKind(stage, ['ask', '--body', BODY, ...QUESTION]);
      await page.getByTestId('body').getByText('Release 4.2').waitFor();
      return page;
    },
  },
  {
    name: 'long-list',
    async make(stage) {
      const branches = Array.from({ length: 60 }, (_, index) => `feature/branch-${index}`);
      const { page } = await openKind(stage, [
        'ask',
        '--recommended',
        'feature/branch-3',
        'Which branch?',
        ...branches,
      ]);
      await page.getByTestId('filter').waitFor();
      await option(page, 'feature/branch-2').check();
      return page;
    },
  },
  {
    name: 'long-list-filtered',
    async make(stage) {
      const branches = Array.from({ length: 60 }, (_, index) => `feature/branch-${index}`);
      const { page } = await openKind(stage, ['ask', '--multi', 'Which branches?', ...branches]);
      const filter = page.getByTestId('filter');
      await filter.waitFor();
      await page.getByRole('checkbox', { name: 'feature/branch-2', exact: true }).check();
      await filter.fill('branch-5');
      await page.getByTestId('picked-elsewhere').waitFor();
      return page;
    },
  },
  {
    name: 'keys',
    async make(stage) {
      const { page } = await openKind(stage, ['ask', ...QUESTION]);
      await page.keyboard.press('?');
      await page.getByRole('dialog').waitFor();
      return page;
    },
  },
  {
    name: 'held',
    async make(stage) {
      const { page } = await openKind(stage, ['input', '--timeout', '14', 'Which version is this?']);
      await page.locator('[data-option]').fill('v4.2');
      await page.getByTestId('held').filter({ hasText: 'Held' }).waitFor();
      // Time for whoever looks; the hold is told for as long as less than a minute is left.
      await page.getByLabel('Set time left').fill('55');
      await press(page, 'Set');
      await digits(page).filter({ hasText: /^0:5/ }).waitFor();
      return page;
    },
  },
  {
    name: 'chinese',
    async make(stage) {
      const asker = await askKind(stage.home, ['ask', '--multi', '--danger', 'production', ...QUESTION]);
      const page = await stage.open(asker.link);
      await page.getByRole('link', { name: 'Settings' }).click();
      await page.getByLabel('Language').selectOption('zh-CN');
      await page.getByRole('heading', { name: '设置' }).waitFor();
      await page.goto(asker.link.origin + asker.link.pathname);
      await page.getByRole('checkbox', { name: 'production' }).check();
      await page.locator('[data-check]').waitFor();
      return page;
    },
  },
];
