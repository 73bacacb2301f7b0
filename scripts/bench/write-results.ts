// Writes the results to RESULTS.md beside this file, with a summary of the rows that have a target at the top.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, type Environment } from './environment.ts';
import { type Report, TABLE_HEAD, toMarkdown } from './report.ts';

const RESULTS = join(import.meta.dirname, 'RESULTS.md');

/** Replaces the text between the markers of `name` in `text`, or appends it. */
function replacePart(text: string, name: string, content: string): string {
  const [begin, end] = [`<!-- bench: ${name} -->`, '<!-- bench: end -->'];
  const part = `${begin}\n${content}\n${end}`;
  const start = text.indexOf(begin);
  if (start < 0) return `${text.trimEnd()}\n\n${part}\n`;
  return text.slice(0, start) + part + text.slice(text.indexOf(end, start) + end.length);
}

export function writeResults(environment: Environment, reports: Readonly<Record<string, Report>>): void {
  let results = existsSync(RESULTS) ? readFileSync(RESULTS, 'utf8') : '# What was measured\n';
  for (const [name, { title, method, rows }] of Object.entries(reports)) {
    const ran = `\`npm run bench -- ${name}\`: ${describe(environment)}.`;
    results = replacePart(results, name, `## ${title}\n\n${method}\n\n${ran}\n\n${toMarkdown(rows)}`);
  }
  // The rows of all benches, including those that were not run this time.
  const withTarget = replacePart(results, 'summary', '')
    .split('\n')
    .filter((line) => /^\|.*\| [≤≥] .*\|$/.test(line));
  const table = [TABLE_HEAD, ...withTarget, '', `\`npm run bench\`: ${describe(environment)}.`].join('\n');
  writeFileSync(RESULTS, replacePart(results, 'summary', table));
}
