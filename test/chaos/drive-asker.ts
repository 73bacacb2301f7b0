// One asker of a run: the real command, and its prompt.
import { idOf } from '../helpers/choice.ts';
import { ChaosProcess } from './drive-process.ts';
import { type AskerCall, questionText } from './history.ts';
import type { Question } from './plan.ts';
import { fallbackOf } from './prints.ts';
import type { World } from './world.ts';

export class ChaosAsker extends ChaosProcess {
  readonly call: AskerCall;
  /** Resolves with the id of its prompt once that is registered; null when it ended before. */
  readonly registered: Promise<string | null>;

  constructor(world: World, asker: number, question: Question) {
    const call: AskerCall = { asker, question, spawned: world.now(), registered: null, ended: null, faults: [] };
    const running = world.start(commandLine(asker, question));
    super(world, running, call);
    this.call = call;
    world.askers.push(call);
    this.registered = running.url().then(
      (url) => {
        call.registered = { at: world.now(), id: idOf(url) };
        return call.registered.id;
      },
      () => null,
    );
  }
}

function commandLine(asker: number, question: Question): string[] {
  const { kind, timeout_ms, max_timeout_ms, fallback, extendable, hold, key, json, detached, grace_ms } = question;
  const flags = [
    `--timeout=${timeout_ms === null ? 'none' : timeout_ms / 1000}`,
    ...(max_timeout_ms === null ? [] : [`--max-timeout=${max_timeout_ms / 1000}`]),
    ...(fallback ? [`--fallback=${fallbackOf(question)}`] : []),
    ...(extendable ? [] : ['--no-extend']),
    ...(hold ? [] : ['--no-hold']),
    ...(key === null ? [] : [`--key=${key}`]),
    ...(json ? ['--json'] : []),
    ...(detached ? ['--detach'] : []),
    // A detached question has no other end than its deadline.
    ...(detached || grace_ms === 'unsaid' ? [] : [`--grace=${grace_ms === null ? 'none' : grace_ms / 1000}`]),
    '--no-open',
  ];
  const options = kind === 'select' ? ['a', 'b', 'c'] : [];
  return [kind === 'select' ? 'ask' : kind, ...flags, questionText(asker, question), ...options];
}
