// A prompt without its command, on the page: it says that nobody waits, and that the answer is kept.
import assert from 'node:assert/strict';
import { describe } from 'node:test';
import { test } from '../helpers/attempts.ts';
import { ask, run, start } from '../helpers/choice.ts';
import { useChromium } from './support/browser.ts';
import { answer, option, pick, picked, settled } from './support/page.ts';
import { killPortal, LOST } from './support/portal.ts';
import { askDetached } from './support/state.ts';

const setStage = useChromium();
const where = ['Deploy where?', 'staging', 'production'];

describe('a prompt that nobody waits for', () => {
  test('when a command comes to wait and goes again, then the page follows, and nothing that is clicked moves', async (t) => {
    const stage = await setStage(t);
    const { id, page } = await askDetached(stage, where);
    const place = async () => (await option(page, 'production').boundingBox()) ?? assert.fail('no option');
    const before = await place();
    const waiter = start(stage.home, ['wait', id]);
    await page.getByTestId('unattended').waitFor({ state: 'detached' });
    assert.deepEqual(await place(), before);
    waiter.child.kill('SIGTERM');
    await page.getByTestId('unattended').waitFor();
    assert.deepEqual(await place(), before);
  });

  test('when its command was killed and may come back, then the page says for how long it waits for that', async (t) => {
    const { home, open } = await setStage(t);
    const asker = await ask(home, ['--grace', '10m', ...where]);
    const page = await open(asker.link);
    await option(page, 'production').waitFor();
    asker.child.kill('SIGKILL');
    await page.getByText('The question ends if none comes back within 10 min.').waitFor();
  });

  test('when it is answered, then the page says that the answer is kept, and "Delivered" once it is collected', async (t) => {
    const stage = await setStage(t);
    const { id, page } = await askDetached(stage, where);
    await answer(page, 'production');
    const view = await settled(page, 'kept');
    await view.getByRole('heading', { name: 'Answer kept' }).waitFor();
    await view.getByText('No command is waiting right now.').waitFor();
    assert.equal((await run(stage.home, ['wait', id])).stdout, 'production\n');
    await settled(page, 'delivered');
  });

  test('when the portal is killed and nobody starts another, then the page finds the prompt again with the next command', async (t) => {
    const stage = await setStage(t);
    stage.expectComplaint(LOST);
    const { id, page } = await askDetached(stage, where);
    await pick(page, 'production');
    await killPortal(stage.home);
    await page.getByText('Reconnecting').first().waitFor();
    assert.equal((await run(stage.home, ['show', id])).code, 0);
    await page.getByText('Reconnecting').first().waitFor({ state: 'detached' });
    await picked(page, 1);
    await page.getByRole('button', { name: 'Submit' }).click();
    await settled(page, 'kept');
  });

  test('when other prompts have their commands, then the list marks the one that has none', async (t) => {
    const stage = await setStage(t);
    const { page } = await askDetached(stage, where);
    await ask(stage.home, ['Second', 'a']);
    await page.getByRole('link', { name: 'Active prompts (2)' }).click();
    const rows = page.getByTestId('active-list').getByRole('link');
    assert.deepEqual(
      (await rows.allInnerTexts()).map((text) => text.includes('no command waiting')),
      [true, false],
    );
  });
});
