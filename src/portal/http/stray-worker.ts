// Served to a browser that requests a service worker that is not ours: another program that used this port while no portal
// ran installed it, and it would answer instead of the portal. This script replaces it, deletes its caches, unregisters
// itself, and reloads its pages from the portal.
import type { Reply } from '../../transport/transport.ts';
import { reply } from './replies.ts';

const SCRIPT = `addEventListener('install', () => skipWaiting());
addEventListener('activate', (event) => event.waitUntil(leave()));
async function leave() {
  for (const name of await caches.keys()) await caches.delete(name);
  await registration.unregister();
  for (const page of await clients.matchAll({ type: 'window' })) page.navigate(page.url);
}
`;

export const strayWorker: Reply = reply(200, SCRIPT, {
  'content-type': 'text/javascript; charset=utf-8',
  // The worker that it replaces may have a wider scope than its own folder.
  'service-worker-allowed': '/',
});
