// The report that a portal sends to the asker that started it: once, as one line of JSON.

/** The file descriptor of the pipe that carries the report. */
export const REPORT_PIPE = 3;

export type StartReport = { readonly type: 'ready' } | { readonly type: 'failed'; readonly message: string };
