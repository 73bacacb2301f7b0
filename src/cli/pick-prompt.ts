// Letting a human at the terminal pick one of the open prompts, by its number.
import { createInterface } from 'node:readline/promises';
import type { PromptListing } from '../protocol/view.ts';
import type { TerminalStreams } from '../terminal/tty.ts';
import { printable } from './output.ts';
import { formatTable } from './table.ts';

const DEFAULT_WIDTH = 100;

/** Asks on stderr until a number on the list is typed; null when the human leaves by Ctrl-C or Ctrl-D. */
export async function pickPrompt(
  prompts: readonly PromptListing[],
  { input }: TerminalStreams,
): Promise<PromptListing | null> {
  for (const line of formatChoices(prompts, process.stderr.columns ?? DEFAULT_WIDTH)) process.stderr.write(`${line}\n`);
  const terminal = createInterface({ input, output: process.stderr });
  const left = new Promise<null>((resolve) => {
    terminal.once('SIGINT', () => resolve(null));
    terminal.once('close', () => resolve(null));
  });
  try {
    for (;;) {
      const typed = await Promise.race([terminal.question(`answer which one? [1-${prompts.length}] `), left]);
      if (typed === null) return null;
      const picked = readChoice(prompts, typed);
      if (picked) return picked;
    }
  } finally {
    terminal.close();
  }
}

/** The prompts with their numbers, from 1. */
function formatChoices(prompts: readonly PromptListing[], width: number): string[] {
  const rows = prompts.map(({ id, question }, index) => [String(index + 1), id, printable(question)]);
  return formatTable(['', 'ID', 'QUESTION'], rows, width);
}

/** The prompt with the number that was typed, or null. */
function readChoice(prompts: readonly PromptListing[], typed: string): PromptListing | null {
  return (/^\s*\d{1,4}\s*$/.test(typed) && prompts[Number(typed) - 1]) || null;
}
