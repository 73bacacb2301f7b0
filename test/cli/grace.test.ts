// A command that is killed and asks again: its question stays open for its grace, with what a human has done so far.
import assert from 'node:assert/strict';
import { describe } from 'node:test';
import { test } from '../helpers/attempts.ts';
import { eventually, makeHome, readDashboard, run } from '../helpers/choice.ts';
import { pose, readJournal } from '../helpers/question.ts';
import { openTab } from '../helpers/tab.ts';

const question = ['ask', '--key', 'deploy 42', '--timeout', '30m', 'Deploy where?', 'staging', 'production'];

describe('a question that its command is taken from', { concurrency: 4 }, () => {
  for (const signal of ['SIGKILL', 'SIGTERM'] as const) {
    test(`when a client is ended by ${signal} and asks again, ten times, while a human types, then it is one prompt, one draft and one answer`, async (t) => {
      const home = makeHome(t);
      const first = await pose(home, question);
      const tab = await openTab(first.link);
      let asker = first;
      for (let round = 1; round <= 10; round += 1) {
        const note = 'the fast one, please'.slice(0, round * 2);
        tab.send({ type: 'draft', draft: { values: ['production'], note } });
        await tab.view(({ draft }) => draft?.note === note);
        asker.child.kill(signal);
        const ended = await asker.exit;
        assert.deepEqual([ended.signal, ended.stdout], [signal, '']);
        if (signal === 'SIGTERM')
          assert.match(ended.stderr, new RegExp(`stays open for 2 min; .*choice wait ${first.id}`));
        asker = await pose(home, question);
        assert.equal(asker.id, first.id, `round ${round}`);
        assert.deepEqual((await tab.look()).draft, { values: ['production'], note });
      }
      const answer = { values: ['production'], note: 'the fast one, please' };
      assert.equal((await tab.request({ type: 'answer', answer })).type, 'accepted');
      const { code, stdout } = await asker.exit;
      assert.deepEqual([code, stdout], [0, 'production\n']);
      const outcomes = readJournal(home).filter((record) => record.type === 'outcome');
      assert.deepEqual(
        outcomes.map((record) => record.outcome.note),
        ['the fast one, please'],
      );
    });
  }

  test('when nobody asks again while it is open, then the page says that nobody waits, and the answer is kept', async (t) => {
    const home = makeHome(t);
    const asker = await pose(home, question);
    const tab = await openTab(asker.link);
    asker.child.kill('SIGKILL');
    await tab.delivery('kept');
    tab.answer('staging');
    await tab.view(({ outcome, delivery }) => outcome !== null && delivery === 'kept');
    const again = await run(home, question);
    assert.deepEqual([again.code, again.stdout], [0, 'staging\n']);
    await tab.delivery('delivered');
  });

  test('when the grace is over, then the prompt is cancelled', async (t) => {
    const home = makeHome(t);
    const asker = await pose(home, [...question, '--grace', '1']);
    const tab = await openTab(asker.link);
    asker.child.kill('SIGKILL');
    const { outcome } = await tab.settled();
    assert.deepEqual([outcome?.status, outcome?.cause], ['cancelled', 'lost']);
  });

  test('when Ctrl-C ends it, then the question is withdrawn, grace or not', async (t) => {
    const home = makeHome(t);
    const asker = await pose(home, question);
    asker.child.kill('SIGINT');
    assert.equal((await asker.exit).signal, 'SIGINT');
    assert.deepEqual(await readDashboard(home), []);
  });

  test('when it was asked with --grace none, then Ctrl-C leaves it open, and says how to withdraw or collect it', async (t) => {
    const home = makeHome(t);
    const asker = await pose(home, ['ask', '--grace', 'none', 'Deploy where?', 'staging']);
    asker.child.kill('SIGINT');
    assert.match((await asker.exit).stderr, new RegExp(`the question stays open; .*choice wait ${asker.id}`));
    assert.equal((await readDashboard(home)).length, 1);
    assert.equal((await run(home, ['cancel', asker.id])).code, 0);
    await eventually(async () => (await readDashboard(home)).length === 0, 'its end');
  });

  test('when it has no key and no grace, then it ends with its command, as ever', async (t) => {
    const home = makeHome(t);
    const asker = await pose(home, ['ask', 'Deploy where?', 'staging']);
    asker.child.kill('SIGKILL');
    await eventually(async () => (await readDashboard(home)).length === 0, 'its end');
  });
});
