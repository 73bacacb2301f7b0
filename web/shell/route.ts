// Maps URLs to views.
import { PATHS, promptPage } from '../../src/protocol/paths.ts';

export type Route =
  | { readonly name: 'dashboard' | 'history' | 'settings' }
  | { readonly name: 'prompt'; readonly id: string };

export const DASHBOARD: Route = { name: 'dashboard' };
export const HISTORY: Route = { name: 'history' };
export const SETTINGS: Route = { name: 'settings' };

const PAGES = { dashboard: PATHS.dashboard, history: PATHS.historyPage, settings: PATHS.settingsPage } as const;

/** Returns the view at `pathname`; the dashboard for any other path. */
export function parseRoute(pathname: string): Route {
  const id = /^\/choice\/([0-9a-z]{8,32})\/?$/.exec(pathname)?.[1];
  if (id !== undefined) return { name: 'prompt', id };
  const path = pathname.replace(/(.)\/$/, '$1');
  return [HISTORY, SETTINGS].find((route) => routePath(route) === path) ?? DASHBOARD;
}

export function routePath(route: Route): string {
  return route.name === 'prompt' ? promptPage(route.id) : PAGES[route.name];
}

export function sameRoute(a: Route, b: Route): boolean {
  return routePath(a) === routePath(b);
}
