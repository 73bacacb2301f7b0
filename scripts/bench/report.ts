// What a bench found: lines for a table, each with its target where it has one, and the figures behind them.

export interface Row {
  readonly what: string;
  /** With its unit, rounded as people read it. */
  readonly measured: string;
  readonly target?: string;
  /** Whether the target is met; left out where there is none. */
  readonly met?: boolean;
}

export interface Report {
  readonly title: string;
  /** What was done, in a sentence or two. */
  readonly method: string;
  readonly rows: readonly Row[];
  /** Everything that was measured, for machines. */
  readonly figures: Readonly<Record<string, unknown>>;
}

export interface BenchOptions {
  /** A fraction of the runs, for tests: enough to tell a regression, not to quote. */
  readonly quick: boolean;
}

export type Bench = (options: BenchOptions) => Promise<Report>;

/** A line that is held against an upper bound, `unit` after both numbers. */
export function atMost(what: string, value: number, bound: number, unit: string, digits = 1): Row {
  return { what, measured: `${value.toFixed(digits)}${unit}`, target: `≤ ${bound}${unit}`, met: value <= bound };
}

/** The same, against a lower bound. */
export function atLeast(what: string, value: number, bound: number, unit: string, digits = 1): Row {
  return { what, measured: `${value.toFixed(digits)}${unit}`, target: `≥ ${bound}${unit}`, met: value >= bound };
}

/** A line without a target, to compare with. */
export function beside(what: string, measured: string): Row {
  return { what, measured };
}

export const TABLE_HEAD = '| what | measured | target | |\n|---|---|---|---|';

export function toMarkdown(rows: readonly Row[]): string {
  const lines = rows.map(({ what, measured, target = '', met }) => {
    const verdict = met === undefined ? '' : met ? 'met' : '**missed**';
    return `| ${what} | ${measured} | ${target} | ${verdict} |`;
  });
  return [TABLE_HEAD, ...lines].join('\n');
}
