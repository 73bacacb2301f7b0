// The service worker: shows notifications when no page has the focus, and leads a click to the prompt; says so where a tab
// is loaded while no portal runs. Caches nothing.
import { promptPage } from '../../src/protocol/paths.ts';
import { workerStrings } from '../i18n/worker-strings.ts';
import { awayPage } from './away-page.ts';
import { FOCUS_LOCK, type PageToWorker, type WorkerToPage } from './messages.ts';

/** How long a page may take to say what it shows (ms); a frozen one never does. */
const ANSWER_MS = 250;

declare const self: ServiceWorkerGlobalScope;

/** Tags shown while this worker lives, so that a second tab does not bring back what the human has dismissed. */
const shown = new Set<string>();

/** Not every browser has it: what is no navigation goes by this worker, and navigations do not wait for its start. */
interface RouterEvent extends ExtendableEvent {
  addRoutes?(rules: readonly { readonly condition: object; readonly source: string }[]): Promise<void>;
}

let isReplacing = false;

self.addEventListener('install', (event: RouterEvent) => {
  isReplacing = self.registration.active !== null;
  void self.skipWaiting();
  const navigation = { requestMode: 'navigate' };
  const routes = event.addRoutes?.([
    { condition: { not: navigation }, source: 'network' },
    { condition: navigation, source: 'race-network-and-fetch-handler' },
  ]);
  // Routes are an aid: the handler below does the same.
  if (routes) event.waitUntil(routes.catch(() => {}));
});

self.addEventListener('activate', (event) => event.waitUntil(takeOver()));

/** The previous worker may belong to another program that used this port while the portal was away. */
async function takeOver(): Promise<void> {
  await self.clients.claim();
  if (!isReplacing) return;
  for (const name of await self.caches.keys()) await self.caches.delete(name);
  // Not waited for: what they load waits for this worker.
  for (const page of await self.clients.matchAll({ type: 'window' })) page.navigate(page.url).catch(() => {});
}

self.addEventListener('fetch', (event) => {
  if (event.request.mode !== 'navigate') return;
  event.respondWith(fetch(event.request).catch(() => awayPage(workerStrings(self.navigator.language))));
});

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
