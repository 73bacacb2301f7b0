// The service worker: shows notifications when no page has the focus, and leads a click to the prompt. Caches nothing.
import { promptPage } from '../../src/protocol/paths.ts';
import { FOCUS_LOCK, type PageToWorker, type WorkerToPage } from './messages.ts';

/** How long a page may take to say what it shows (ms); a frozen one never does. */
const ANSWER_MS = 250;

declare const self: ServiceWorkerGlobalScope;

/** Tags shown while this worker lives, so that a second tab does not bring back what the human has dismissed. */
const shown = new Set<string>();

self.addEventListener('install', () => void self.skipWaiting());
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()));

/** One after the other: Chromium forgets a notification that is shown while others are being looked up. */
let work: Promise<void> = Promise.resolve();

self.addEventListener('message', (event) => {
  const message = event.data as PageToWorker;
  const [port] = event.ports;
  work = work
    .then(async () => {
      if (message.type === 'lower') await lower(message.tags);
      else {
        const isShown = await raise(message);
        port?.postMessage(isShown);
      }
    })
    .catch(() => {});
  event.waitUntil(work);
});

self.addEventListener('notificationclick', (event) => {
  event.notification.close();
  const { prompt_id } = event.notification.data as { prompt_id: string };
  event.waitUntil(showPrompt(prompt_id));
});

/** False when it is not shown, as a page has the focus. */
async function raise({ tag, prompt_id, title, body }: PageToWorker & { type: 'raise' }): Promise<boolean> {
  if (shown.has(tag)) return true;
  shown.add(tag);
  if (await isAnyPageFocused()) {
    shown.delete(tag);
    return false;
  }
  await self.registration.showNotification(title, { tag, body, data: { prompt_id } });
  return true;
}

async function lower(tags: readonly string[]): Promise<void> {
  for (const tag of tags) {
    shown.delete(tag);
    for (const notification of await self.registration.getNotifications({ tag })) notification.close();
  }
}

async function isAnyPageFocused(): Promise<boolean> {
  const { held = [] } = await self.navigator.locks.query();
  return held.some(({ name }) => name === FOCUS_LOCK);
}

/** Focuses a page that shows the prompt already, else any page and has it go there, else opens one. */
async function showPrompt(promptId: string): Promise<void> {
  const pages = await self.clients.matchAll({ type: 'window', includeUncontrolled: true });
  const shown = await Promise.all(pages.map(askWhere));
  const page = pages[shown.indexOf(promptId)] ?? pages[0];
  if (!page) {
    await self.clients.openWindow(promptPage(promptId));
    return;
  }
  page.postMessage({ type: 'show', prompt_id: promptId } satisfies WorkerToPage);
  await page.focus();
}

/** The prompt that a page shows, or null. A client's address does not tell: it stays as it was when the page loaded. */
function askWhere(page: Client): Promise<string | null> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = ({ data }) => resolve(data as string | null);
    setTimeout(() => resolve(null), ANSWER_MS);
    page.postMessage({ type: 'where' } satisfies WorkerToPage, [port2]);
  });
}
