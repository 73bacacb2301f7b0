// Served to a browser that asks for a service worker that is not ours: it was left by another program that used this port
// while the portal was away, and would answer in the portal's place. This one takes its place, removes what it kept and
// itself, and has its pages load again, from here.
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
  // The one that it replaces may have been given a wider scope than its own folder.
  'service-worker-allowed': '/',
});
