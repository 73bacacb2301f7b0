// Three surfaces answer at once: the terminal, a tab and `choice answer`. One wins, and the two others are told who.
import assert from 'node:assert/strict';
import { describe } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import type { HistoryRow } from '../../src/protocol/history.ts';
import { test } from '../helpers/attempts.ts';
import { type Home, idOf, makeHome, run } from '../helpers/choice.ts';
import { KEYS, noTerminal, startInTerminal } from '../helpers/pty.ts';
import { openTab } from '../helpers/tab.ts';

/** Each surface answers with its own name. */
const SURFACES = ['terminal', 'tab', 'cli'] as const;
type Surface = (typeof SURFACES)[number];

/** How the winner is named: in an outcome, and to people. */
const NAMES = {
  terminal: { by: 'terminal', line: / in the terminal after / },
  tab: { by: 'browser', line: / in the browser after / },
  cli: { by: 'cli', line: / from the command line after / },
} as const;

/** Puts a question to all three. The terminal has picked already and only presses Enter. */
async function pose(home: Home) {
  const terminal = startInTerminal(home, ['ask', 'Who?', ...SURFACES]);
  const url = await terminal.url();
  const tab = await openTab(url);
  await terminal.shows(/keys$/m);
  terminal.type('1');
  await terminal.shows(/❯ 1 ● terminal/);
  return {
    terminal,
    tab,
    enter: () => terminal.type(KEYS.enter),
    submit: () => tab.request({ type: 'answer', answer: { values: ['tab'] } }),
    command: () => run(home, ['answer', idOf(url), 'cli']),
  };
}

/** The winner, after checking that everybody agrees on it. */
async function judge(
  home: Home,
  { terminal, tab }: Awaited<ReturnType<typeof pose>>,
  verdict: Awaited<ReturnType<Awaited<ReturnType<typeof pose>>['submit']>>,
  command: Awaited<ReturnType<typeof run>>,
): Promise<Surface> {
  const { code, stdout } = await terminal.exit;
  const winner = SURFACES.find((surface) => stdout === `${surface}\n`) ?? assert.fail(`stdout is ${stdout}`);
  assert.equal(code, 0);

  assert.equal(verdict.type, winner === 'tab' ? 'accepted' : 'refused');
  if (verdict.type === 'refused') {
    assert.deepEqual([verdict.reason, verdict.outcome?.by], ['settled', NAMES[winner].by]);
    assert.deepEqual(verdict.outcome?.values, [winner]);
  }
  const status = await tab.settled();
  assert.equal(status.outcome?.by, NAMES[winner].by);
  tab.close();

  assert.deepEqual([command.code, command.stdout], [winner === 'cli' ? 0 : 1, '']);
  if (winner !== 'cli') {
    assert.match(command.stderr, new RegExp(`^choice: too late for prompt \\w+: answered "${winner}"`));
    assert.match(command.stderr, NAMES[winner].line);
  }

  const line = /^✔ Who\?(.*)$/m.exec(terminal.screen.text())?.[1] ?? '';
  const told = {
    terminal: /^ terminal {2}\(/,
    tab: /^ — answered in the browser: tab /,
    cli: /^ — answered from the command line: cli /,
  };
  assert.match(line, told[winner]);

  const { stdout: listed } = await run(home, ['history', '--json']);
  const rows = JSON.parse(listed) as HistoryRow[];
  assert.deepEqual(
    rows.map(({ outcome }) => outcome?.values),
    [[winner]],
  );
  return winner;
}

describe('terminal, tab and command line at once', { concurrency: true, skip: noTerminal }, () => {
  for (const first of SURFACES) {
    test(`when the ${first} answers first, then it wins and the two others are told`, async (t) => {
      const home = makeHome(t);
      const stage = await pose(home);
      if (first === 'terminal') {
        stage.enter();
        await stage.tab.settled();
      }
      const early = first === 'cli' ? await stage.command() : null;
      const verdict = await stage.submit();
      const command = early ?? (await stage.command());
      assert.equal(await judge(home, stage, verdict, command), first);
    });
  }

  // A command takes a while to start: the others wait for a part of that, another one in each round.
  for (const share of [0, 0.5, 0.7, 0.8, 0.9, 1, 1.1]) {
    test(`when all answer at once (the others after ${share} of a command's time), then exactly one wins`, async (t) => {
      const home = makeHome(t);
      const stage = await pose(home);
      const start = performance.now();
      await run(home, ['show', '--json', stage.terminal.screen.text().match(/choice\/(\w+)/)?.[1] ?? '']);
      const time = performance.now() - start;
      const command = stage.command();
      await delay(share * time);
      stage.enter();
      const verdict = stage.submit();
      await judge(home, stage, await verdict, await command);
    });
  }
});
