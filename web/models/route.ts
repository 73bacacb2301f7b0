// Which view an address stands for.
import { PATHS, promptPage } from '../../src/protocol/paths.ts';

export type Route = { readonly name: 'dashboard' } | { readonly name: 'prompt'; readonly id: string };

export const DASHBOARD: Route = { name: 'dashboard' };

/** The view at `pathname`. Whatever is not a prompt's page is the dashboard. */
export function parseRoute(pathname: string): Route {
  const id = /^\/choice\/([0-9a-z]{8,32})\/?$/.exec(pathname)?.[1];
  return id === undefined ? DASHBOARD : { name: 'prompt', id };
}

export function routePath(route: Route): string {
  return route.name === 'prompt' ? promptPage(route.id) : PATHS.dashboard;
}

export function sameRoute(a: Route, b: Route): boolean {
  return routePath(a) === routePath(b);
}
