// Loads the Markdown reader: the only part of the page that is loaded on demand, since most prompts have no body.
import { signal } from '@preact/signals';
import { retry } from '../shell/retry.ts';

export type ReadBody = typeof import('../../src/markdown/read-body.ts').readBody;

type MarkdownState =
  | { readonly status: 'idle' | 'loading' | 'failed' }
  | { readonly status: 'ready'; readonly readBody: ReadBody };

export const markdown = signal<MarkdownState>({ status: 'idle' });

/**
 * Loads the reader once. After an update the portal's files have other names: the load fails, and only a page reload helps.
 */
export function loadMarkdown(): void {
  if (markdown.peek().status !== 'idle') return;
  markdown.value = { status: 'loading' };
  retry(() => import('../../src/markdown/read-body.ts')).then(
    ({ readBody }) => {
      markdown.value = { status: 'ready', readBody };
    },
    (error) => {
      console.warn(error);
      markdown.value = { status: 'failed' };
    },
  );
}
