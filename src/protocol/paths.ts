// URL paths of the portal, shared by both sides.

export const PATHS = {
  dashboard: '/',
  historyPage: '/history',
  settingsPage: '/settings',
  health: '/healthz',
  serviceWorker: '/sw.js',
  session: '/api/session',
  prompts: '/api/prompts',
  history: '/api/history',
  journal: '/api/journal',
  settings: '/api/settings',
  retire: '/api/retire',
  invite: '/api/invite',
  askerLink: '/ask',
  listLink: '/ws',
} as const;

/** Page of one prompt. */
export function promptPage(id: string): string {
  return `/choice/${encodeURIComponent(id)}`;
}

/** WebSocket of one prompt. */
export function promptLink(id: string): string {
  return `/ws/${encodeURIComponent(id)}`;
}

/** The fragment that carries a one-time code; fragments never leave the browser by themselves. */
export function codeFragment(code: string): string {
  return `#code=${code}`;
}

/** The one-time code in a location's hash, or null. */
export function readCode(hash: string): string | null {
  return /^#code=([\w-]{16,64})$/.exec(hash)?.[1] ?? null;
}
