// Every route, as data: its method and path, who may call it, and its handler.
import { PATHS } from '../../protocol/paths.ts';
import type { Access } from '../../security/guard.ts';
import {
  answerPrompt,
  cancelPrompt,
  changeSettings,
  extendPrompt,
  type Handler,
  invite,
  listPrompts,
  openSession,
  retirePortal,
  serveAsset,
  servePage,
  serveWorker,
  shakeHands,
  showHistory,
  showHistoryOf,
  showJournal,
  showPrompt,
  showSettings,
} from './handlers.ts';

export interface Route {
  readonly method: 'GET' | 'POST';
  /** Literal segments, and `:name` for one that varies. Literal routes match first. */
  readonly path: string;
  readonly access: Access;
  readonly handler: Handler;
}

export const ROUTES: readonly Route[] = [
  { method: 'GET', path: PATHS.dashboard, access: 'public', handler: servePage },
  { method: 'GET', path: PATHS.health, access: 'public', handler: shakeHands },
  { method: 'GET', path: PATHS.serviceWorker, access: 'public', handler: serveWorker },
  { method: 'GET', path: '/assets/:name', access: 'public', handler: serveAsset },
  { method: 'GET', path: '/choice/:id', access: 'public', handler: servePage },
  { method: 'POST', path: PATHS.session, access: 'session', handler: openSession },
  { method: 'POST', path: PATHS.invite, access: 'local', handler: invite },
  { method: 'POST', path: PATHS.retire, access: 'local', handler: retirePortal },
  { method: 'GET', path: PATHS.historyPage, access: 'public', handler: servePage },
  { method: 'GET', path: PATHS.settingsPage, access: 'public', handler: servePage },
  { method: 'GET', path: PATHS.history, access: 'tab', handler: showHistory },
  { method: 'GET', path: `${PATHS.history}/:id`, access: 'tab', handler: showHistoryOf },
  { method: 'GET', path: PATHS.journal, access: 'local', handler: showJournal },
  { method: 'GET', path: PATHS.settings, access: 'tab', handler: showSettings },
  { method: 'POST', path: PATHS.settings, access: 'tab', handler: changeSettings },
  { method: 'GET', path: PATHS.prompts, access: 'tab', handler: listPrompts },
  { method: 'GET', path: `${PATHS.prompts}/:id`, access: 'tab', handler: showPrompt },
  { method: 'POST', path: `${PATHS.prompts}/:id/answer`, access: 'tab', handler: answerPrompt },
  { method: 'POST', path: `${PATHS.prompts}/:id/extend`, access: 'tab', handler: extendPrompt },
  { method: 'POST', path: `${PATHS.prompts}/:id/cancel`, access: 'tab', handler: cancelPrompt },
];

export interface Match<T> {
  readonly route: T;
  readonly params: Readonly<Record<string, string>>;
}

/** Returns the routes whose path matches, literal ones before those with parameters. The caller checks the method. */
export function matchPath<T extends { readonly path: string }>(routes: readonly T[], path: string): Match<T>[] {
  const given = path.split('/');
  return routes
    .map((route) => ({ route, params: matchSegments(route.path.split('/'), given) }))
    .filter((match): match is Match<T> => match.params !== null)
    .sort((a, b) => Object.keys(a.params).length - Object.keys(b.params).length);
}

function matchSegments(pattern: readonly string[], given: readonly string[]): Record<string, string> | null {
  if (pattern.length !== given.length) return null;
  const params: Record<string, string> = {};
  for (const [index, segment] of pattern.entries()) {
    const value = given[index] ?? '';
    if (!segment.startsWith(':')) {
      if (segment !== value) return null;
    } else if (/^[\w.-]{1,128}$/.test(value)) {
      params[segment.slice(1)] = value;
    } else {
      return null;
    }
  }
  return params;
}
