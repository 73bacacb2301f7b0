// The result of a bench: rows of a table, some with a target, and the figures behind them.

export interface Row {
  readonly what: string;
  /** Rounded for people to read, with its unit. */
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
  /** Only a fraction of the runs, for tests: enough to detect a regression, too few to quote. */
  readonly quick: boolean;
}

export type Bench = (options: BenchOptions) => Promise<Report>;

/** A row with an upper bound as its target; `unit` follows both numbers. */
export function atMost(what: string, value: number, bound: number, unit: string, digits = 1): Row {
  return { what, measured: `${value.toFixed(digits)}${unit}`, target: `≤ ${bound}${unit}`, met: value <= bound };
}

/** The same with a lower bound. */
export function atLeast(what: string, value: number, bound: number, unit: string, digits = 1): Row {
  return { what, measured: `${value.toFixed(digits)}${unit}`, target: `≥ ${bound}${unit}`, met: value >= bound };
}

/** A row without a target, for comparison. */
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
