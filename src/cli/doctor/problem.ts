// A problem found by `choice doctor`.

export interface Problem {
  /** The row of the report that it belongs to. */
  readonly check: string;
  readonly what: string;
  /** What to do about it. */
  readonly fix: string;
}
