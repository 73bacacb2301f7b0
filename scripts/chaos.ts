// Runs the chaos checker for longer: `npm run chaos -- --minutes 10 --seed 7`. Rounds of about half a minute follow one
// another, each with the next seed; the first that fails is reduced to a short trace and printed.
// `--rounds 1` repeats a single round; `--length` is its length in seconds; `--engine uws|node` is its engine, otherwise
// both take turns.
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { describePlan } from '../test/chaos/plan.ts';
import { engineOf, playRound, type Round, shrinkRound } from '../test/chaos/rounds.ts';
import { describeViolations, summarizeHistory } from '../test/chaos/summarize.ts';

const MAX_ATTEMPTS = 40;

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '1' },
    seed: { type: 'string' },
    rounds: { type: 'string', default: 'Infinity' },
    length: { type: 'string', default: '25' },
    engine: { type: 'string' },
    attempts: { type: 'string', default: String(MAX_ATTEMPTS) },
  },
});

const first = Number(values.seed ?? Date.now() % 1_000_000);
const length_ms = Number(values.length) * 1_000;
const until = Date.now() + Number(values.minutes) * 60_000;
const engine = values.engine === 'uws' || values.engine === 'node' ? values.engine : null;

console.log(`seed ${first}, ${values.minutes} min`);
let round = 0;
for (; round < Number(values.rounds) && Date.now() < until && process.exitCode === undefined; round += 1) {
  const seed = first + round;
  const played = await playRound(seed, length_ms, engine ?? engineOf(seed));
  const isGood = played.violations.length === 0;
  console.log(`${isGood ? 'good' : 'BAD '} seed ${seed} (${played.engine}): ${summarizeHistory(played.history)}`);
  if (!isGood) await explain(played);
}
if (process.exitCode === undefined) console.log(`${round} rounds: nothing found`);

/** Prints the violations, how to reproduce them, and the shortest trace that still shows them. */
async function explain(played: Round): Promise<void> {
  process.exitCode = 1;
  const { plan, history, violations } = played;
  const file = join(mkdtempSync(join(tmpdir(), 'choice-chaos-')), 'history.json');
  writeFileSync(file, JSON.stringify({ plan, history, violations }, null, 1));
  console.log(`${describeViolations(violations)}\nthe whole history is in ${file}`);
  console.log(
    `again: npm run chaos -- --seed ${plan.seed} --rounds 1 --length ${values.length} --engine ${played.engine}`,
  );
  const short = await shrinkRound(played, Number(values.attempts));
  const isShorter = short.operations.length < plan.operations.length;
  console.log(`${isShorter ? 'shorter' : 'it could not be cut down'}: ${describePlan(short)}`);
}
