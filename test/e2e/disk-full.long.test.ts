// A disk that is full costs no answer, but the page says that nothing was written.
import assert from 'node:assert/strict';
import { test } from '../helpers/attempts.ts';
import { arm, buildVariant } from '../helpers/variant.ts';
import { useChromium } from './support/browser.ts';
import { answer, settled } from './support/page.ts';

const setStage = useChromium();
const faulty = await buildVariant();

test('when an outcome cannot be written to the journal, then the page says that it is not logged, after a reload too', async (t) => {
  const { home, open, expectComplaint } = await setStage(t);
  // Its record is in no journal.
  expectComplaint(/404 \(Not Found\) .*\/api\/history\//);
  arm(home, 'disk_full');
  const asker = await faulty.ask(home, ['Pick one', 'a', 'b']);
  const page = await open(asker.link);
  await answer(page, 'b');
  const view = await settled(page, 'delivered');
  assert.equal((await asker.exit).stdout, 'b\n');
  await view.getByText('Not logged (disk full?)', { exact: true }).waitFor();
  await page.reload();
  await settled(page, 'delivered');
  await view.getByText('Not logged (disk full?)', { exact: true }).waitFor();
});
