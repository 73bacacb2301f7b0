// Whether a browser is opened for a new prompt: not while a real tab can show it, again once that tab is gone.
import assert from 'node:assert/strict';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from '../helpers/attempts.ts';
import { ask, eventually } from '../helpers/choice.ts';
import { useOneStage } from './support/browser.ts';
import { answer, digits, listed, lists, settled } from './support/page.ts';

const setStage = useOneStage();

test('when a tab is open, then not opening a browser and the tab shows the prompt; when it is closed, then one is', async (t) => {
  const { home, open } = await setStage(t);
  const notes = join(home.directory, 'opened');
  const browser = join(home.directory, 'browser');
  // Opens nothing; only notes what it was to open.
  writeFileSync(browser, `#!/bin/sh\nprintf '%s\\n' "$1" >>'${notes}'\n`, { mode: 0o755 });
  const env = { CHOICE_BROWSER: browser };
  const opened = () => (existsSync(notes) ? readFileSync(notes, 'utf8').split('\n').slice(0, -1) : []);

  const first = await ask(home, ['First', 'a', 'b'], env);
  await eventually(() => opened().length === 1, 'a browser for the first prompt');
  const page = await open(opened()[0] ?? '');
  await digits(page).waitFor();
  assert.equal(new URL(page.url()).hash, '', 'the one-time code is gone from the address');

  const second = await ask(home, ['Second', 'a', 'b'], env);
  await listed(page).filter({ hasText: 'Second' }).click();
  await answer(page, 'b');
  assert.equal((await second.exit).stdout, 'b\n');
  await settled(page, 'delivered');
  await page.getByRole('link', { name: /^Active prompts/ }).click();
  await lists(page, ['First']);
  const third = await ask(home, ['Third', 'a', 'b'], env);
  await lists(page, ['First', 'Third']);
  assert.equal(opened().length, 1, 'no other browser');

  await page.close();
  // Until the portal has noticed that nobody is there any more.
  const late: string[] = [];
  await eventually(async () => {
    const asker = await ask(home, ['Late', 'a'], env);
    late.push(asker.id);
    asker.child.kill('SIGINT');
    await asker.exit;
    return opened().length > 1;
  }, 'a browser for a prompt that no tab shows');
  assert.ok(late.some((id) => opened()[1]?.includes(id)));
  for (const { child } of [first, third]) assert.equal(child.exitCode, null, 'the others wait on');
});
