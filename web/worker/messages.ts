// What pages and their service worker tell each other, and the lock by which they know of one another.

export type PageToWorker =
  /** A port that comes with it receives true once the notification is shown, false when it is not. */
  | {
      readonly type: 'raise';
      /** The same for every tab that raises the same alert, so that it is shown once. */
      readonly tag: string;
      readonly prompt_id: string;
      readonly title: string;
      readonly body: string;
    }
  | { readonly type: 'lower'; readonly tags: readonly string[] };

/**
 * `show`: the human clicked a notification and this page is to show its prompt.
 * `where`: which prompt does this page show? The answer, an id or null, goes to the port that comes along.
 */
export type WorkerToPage = { readonly type: 'show'; readonly prompt_id: string } | { readonly type: 'where' };

/** Held, shared, by every page that has the focus. */
export const FOCUS_LOCK = 'choice.focused';
