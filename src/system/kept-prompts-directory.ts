// Where the portal keeps the open prompts that outlive it, one file each.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Paths } from './paths.ts';

const NAME = /^([0-9a-z]{8,32})\.json$/;

export function keptPromptsDirectory({ state }: Pick<Paths, 'state'>): string {
  return join(state, 'open');
}

/** The ids of the prompts in `directory`; none when it does not exist or cannot be read. */
export function listKeptPrompts(directory: string): readonly string[] {
  try {
    return readdirSync(directory).flatMap((name) => NAME.exec(name)?.[1] ?? []);
  } catch {
    return [];
  }
}

/** The file of the prompt `id`. */
export function keptPromptName(id: string): string {
  return `${id}.json`;
}
