// Messages between pages and their service worker, and the lock that tells the worker whether a page has the focus.

export type PageToWorker =
  /** A port transferred with it receives true once the notification is shown, or false when it is not. */
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
 * `show`: the human clicked a notification, and this page must show its prompt.
 * `where`: asks which prompt this page shows. The page replies on the transferred port, with an id or null.
 */
export type WorkerToPage = { readonly type: 'show'; readonly prompt_id: string } | { readonly type: 'where' };

/** A shared lock, held by every page that has the focus. */
export const FOCUS_LOCK = 'choice.focused';
