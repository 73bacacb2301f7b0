// Decisions from the command line: `choice answer`, `extend` and `cancel` on a prompt.
import type { RequestResult } from './history.ts';
import type { World } from './world.ts';

export interface CommandRequest {
  readonly type: 'answer' | 'cancel' | 'extend' | 'set';
  readonly ms: number | null;
  readonly mark: string;
  readonly args: readonly string[];
}

/** Runs `choice ARGS`, a decision about the prompt `id`. */
export async function decideByCommand(world: World, id: string, request: CommandRequest): Promise<RequestResult> {
  const { args, ...call } = request;
  const sent = world.now();
  const ending = await world.start(args).exit.catch(() => null);
  const result = toResult(ending?.code ?? null, ending?.stderr ?? '');
  world.requests.push({ id, ...call, by: 'cli', isRepeat: false, sent, heard: world.now(), result });
  return result;
}

/** Exit codes 1 and 2 say that nothing was done; any other failure leaves it open. */
function toResult(code: number | null, stderr: string): RequestResult {
  if (code === 0) return { type: 'accepted' };
  return code === 1 || code === 2 ? { type: 'refused', reason: stderr, outcome: null } : { type: 'unknown' };
}

/** `choice extend` with a duration in ms, whole seconds. */
export function extendArgs(id: string, type: 'extend' | 'set', ms: number): string[] {
  return ['extend', id, String(ms / 1_000), ...(type === 'set' ? ['--set'] : [])];
}

/** `choice answer` with what a tab would send. */
export function answerArgs(
  id: string,
  { values, text, note }: { values: string[]; text?: string; note: string },
): string[] {
  return ['answer', id, ...values, ...(text === undefined ? [] : [`--text=${text}`]), `--note=${note}`];
}
