// A human who writes while other prompts come, are answered elsewhere and run out of time: nothing is answered by what they
// type, and nothing of it is lost.
import assert from 'node:assert/strict';
import { test } from '../helpers/attempts.ts';
import { ask, readDashboard, run } from '../helpers/choice.ts';
import { useOneStage } from './support/browser.ts';
import { openKind } from './support/kinds.ts';
import { listed, press, settled } from './support/page.ts';

const setStage = useOneStage();

/** Everything in it means something somewhere: digits and letters pick, Enter and Space press buttons. */
const PROSE = '1. yes, j and k: port 8081?\n2. No / maybe "3" n y\n';

test('prose that goes on while prompts come and go answers nothing and is kept', async (t) => {
  const stage = await setStage(t);
  const { home } = stage;
  const { asker, page } = await openKind(stage, ['input', '--multiline', '--no-hold', 'Feedback?']);
  const field = page.locator('textarea[data-option]');
  const write = (text: string) => page.keyboard.type(text);
  await write(PROSE);

  const confirm = ask(home, ['--timeout', '10m', 'Deploy?', 'yes', 'no']);
  await write(PROSE);
  const elsewhere = await ask(home, ['Somewhere?', 'a', 'b']);
  await write(PROSE);
  await run(home, ['answer', elsewhere.id, 'b']);
  const brief = await ask(home, ['--timeout', '1s', '--no-hold', 'Quick?', 'a', 'b']);
  await write(PROSE);
  assert.deepEqual([(await elsewhere.exit).stdout, (await brief.exit).stdout], ['b\n', 'timeout\n']);
  const waiting = await confirm;
  assert.equal(await field.inputValue(), PROSE.repeat(4), 'the field had the focus all the while');

  // Its own time runs out in the middle of a word, and the typing goes on.
  await run(home, ['extend', '--set', asker.id, '1s']);
  const [view] = await Promise.all([settled(page, 'timed_out'), write(PROSE.repeat(4))]);
  assert.equal((await asker.exit).stdout, 'timeout\n');
  assert.match(await view.locator('.kept-text').innerText(), /^1\. yes, j and k/);
  assert.ok((await view.locator('.kept-text').innerText()).startsWith(PROSE.repeat(4).trimEnd()));
  assert.deepEqual(
    (await readDashboard(home)).map(({ id }) => id),
    [waiting.id],
    'what waits was not answered',
  );

  // The question that waits is there to be gone to, when the human wants to.
  await page.getByText(/1 new question waiting/).waitFor();
  await press(page, 'Copy');
  await view.getByText('Copied.').waitFor();
  assert.equal(await listed(page).count(), 1);
});
