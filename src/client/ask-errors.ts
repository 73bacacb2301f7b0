// Why a portal does not take a prompt, or no longer has it.
import type { PortalToAsker } from '../protocol/asker.ts';
import { NoPortalError } from './start.ts';

/** Thrown when another question was asked under the same key. */
export class KeyTakenError extends Error {
  override readonly name = 'KeyTakenError';
}

/** Thrown when the portal has lost the prompt that this process waits for. */
export class UnknownPromptError extends Error {
  override readonly name = 'UnknownPromptError';
}

/** The error for a refusal that is final. */
export function refusalError({ reason, detail }: PortalToAsker & { type: 'refused' }): Error {
  if (reason === 'key_taken') return new KeyTakenError(detail);
  if (reason === 'unknown_prompt') return new UnknownPromptError(detail);
  return new NoPortalError(`the portal refused the prompt: ${detail}`);
}
