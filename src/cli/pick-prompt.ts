// Lets a human at the terminal pick one of the open prompts by number.
import { createInterface } from 'node:readline/promises';
import type { PromptListing } from '../protocol/view.ts';
import type { TerminalStreams } from '../terminal/tty.ts';
import { nameAsker } from './format/prompt.ts';
import { DEFAULT_WIDTH, formatTable } from './format/table.ts';
import { printable } from './io/output.ts';

/** Asks until the human types a number on the list; returns `interrupted` on Ctrl-C and `left` on Ctrl-D. */
export async function pickPrompt(
  prompts: readonly PromptListing[],
  { input, output }: TerminalStreams,
): Promise<PromptListing | 'interrupted' | 'left'> {
  for (const line of formatChoices(prompts, output.columns ?? DEFAULT_WIDTH)) output.write(`${line}\n`);
  const terminal = createInterface({ input, output });
  const left = new Promise<'interrupted' | 'left'>((resolve) => {
    terminal.once('SIGINT', () => resolve('interrupted'));
    terminal.once('close', () => resolve('left'));
  });
  try {
    for (;;) {
      const typed = terminal.question(`answer which one? [1-${prompts.length}] `).then((line) => ({ line }));
      const next = await Promise.race([typed, left]);
      if (typeof next === 'string') return next;
      const picked = readChoice(prompts, next.line);
      if (picked) return picked;
    }
  } finally {
    terminal.close();
  }
}

/** The prompts with their numbers, from 1. */
function formatChoices(prompts: readonly PromptListing[], width: number): string[] {
  const labels = prompts.map(({ from }) => nameAsker(from));
  const hasFrom = labels.some((label) => label !== '');
  const rows = prompts.map(({ id, question }, index) => [
    String(index + 1),
    id,
    ...(hasFrom ? [labels[index] ?? ''] : []),
    printable(question),
  ]);
  return formatTable(['', 'ID', ...(hasFrom ? ['FROM'] : []), 'QUESTION'], rows, width);
}

/** The prompt with the typed number, or null. */
function readChoice(prompts: readonly PromptListing[], typed: string): PromptListing | null {
  return (/^\s*\d{1,4}\s*$/.test(typed) && prompts[Number(typed) - 1]) || null;
}
