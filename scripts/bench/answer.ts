// Answer to exit: from the tab sending `answer` until the asker's process has exited, the journal write included.
import { once } from 'node:events';
import { ask, type Home, makeHome } from '../../test/helpers/choice.ts';
import { nextRequestId, openSession, Tab } from '../../test/helpers/tab.ts';
import { atMost, type Bench, beside } from './report.ts';
import { cleanUp } from './scope.ts';
import { median, percentile } from './statistics.ts';

/** Ms since the answer was sent, in the order of the events. */
interface Steps {
  /** The tab receives `accepted`: the portal has accepted the answer and synced it to disk. */
  readonly accepted: number;
  /** The asker has printed the answer. */
  readonly printed: number;
  /** The asker's process has ended. */
  readonly ended: number;
}

async function answerOnce(home: Home): Promise<Steps> {
  const asker = await ask(home, ['--no-open', '--timeout', '60', 'Pick one', 'a', 'b']);
  const tab = await Tab.open(asker.link, await openSession(asker.link), asker.id);
  await tab.view();
  const times = Promise.all([
    tab.heard('accepted').then(() => performance.now()),
    once(asker.child.stdout ?? asker.child, 'data').then(() => performance.now()),
    once(asker.child, 'exit').then(() => performance.now()),
  ]);
  const sent = performance.now();
  tab.socket.send(JSON.stringify({ type: 'answer', request_id: nextRequestId(), answer: { values: ['a'] } }));
  const [accepted, printed, ended] = await times;
  tab.socket.terminate();
  return { accepted: accepted - sent, printed: printed - sent, ended: ended - sent };
}

export const measureAnswer: Bench = ({ quick }) =>
  cleanUp(async (scope) => {
    const home = makeHome(scope);
    const runs = quick ? 10 : 200;
    const steps: Steps[] = [];
    await answerOnce(home);
    for (let run = 0; run < runs; run += 1) steps.push(await answerOnce(home));
    const ended = steps.map((step) => step.ended);
    const share = (of: (step: Steps) => number) => `${median(steps.map(of)).toFixed(1)} ms`;
    return {
      title: 'Answer to exit',
      method: `${runs} answers by WebSocket, each to an asker of its own on a running portal. The outcome is synced to disk before anybody hears of it.`,
      rows: [
        atMost('answer sent → asker ended, median', median(ended), 25, ' ms'),
        atMost('the same, 99th percentile', percentile(ended, 0.99), 60, ' ms'),
        beside(
          '… of it: sent → accepted (judged, and synced to disk)',
          share((step) => step.accepted),
        ),
        beside(
          '… sent → printed by the asker',
          share((step) => step.printed),
        ),
        beside(
          '… printed → ended (acknowledged, process gone)',
          share(({ ended, printed }) => ended - printed),
        ),
        beside('expected wait of a peer that polls every 2 s', '1,000 ms'),
        beside('… every 5 s', '2,500 ms'),
        beside('… every 10 s', '5,000 ms'),
      ],
      figures: { runs, ms: steps },
    };
  });
