// The service worker: shows notifications when no page has the focus, opens the prompt of a clicked one, and serves a
// placeholder to tabs that are loaded while no portal runs. Caches nothing.
import { promptPage } from '../../src/protocol/paths.ts';
import { workerStrings } from '../i18n/worker-strings.ts';
import { awayPage } from './away-page.ts';
import { FOCUS_LOCK, type PageToWorker, type WorkerToPage } from './messages.ts';

/** Timeout for a page's reply to `where`: ms. A frozen page never replies. */
const ANSWER_MS = 250;

declare const self: ServiceWorkerGlobalScope;

/** Tags shown since this worker started, so that a second tab does not show again what the human has dismissed. */
const shown = new Set<string>();

/**
 * Static routing, which not every browser supports: requests other than navigations bypass this worker, and navigations do
 * not wait for it to start.
 */
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
  // Routes are only an optimisation: the fetch handler below has the same effect.
  if (routes) event.waitUntil(routes.catch(() => {}));
});

self.addEventListener('activate', (event) => event.waitUntil(takeOver()));

/**
 * Claims all pages. If another worker was active before, also deletes its caches and reloads the pages: it may belong to
 * another program that used this port while the portal was away.
 */
async function takeOver(): Promise<void> {
  await self.clients.claim();
  if (!isReplacing) return;
  for (const name of await self.caches.keys()) await self.caches.delete(name);
  // Not awaited: the reloads themselves wait for this worker to activate.
  for (const page of await self.clients.matchAll({ type: 'window' })) page.navigate(page.url).catch(() => {});
}

self.addEventListener('fetch', (event) => {
  if (event.request.mode !== 'navigate') return;
  event.respondWith(fetch(event.request).catch(() => awayPage(workerStrings(self.navigator.language))));
});

/** Messages are handled one at a time: Chromium loses a notification that is shown while others are being queried. */
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

/** Returns false when a page has the focus, and shows nothing then. */
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

/** Focuses a page that already shows the prompt, else sends any page there, else opens a new one. */
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

/**
 * Asks a page which prompt it shows; null if none, or if it does not reply in time. Its client URL does not help: that stays
 * as it was when the page loaded.
 */
function askWhere(page: Client): Promise<string | null> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = ({ data }) => resolve(data as string | null);
    setTimeout(() => resolve(null), ANSWER_MS);
    page.postMessage({ type: 'where' } satisfies WorkerToPage, [port2]);
  });
}
