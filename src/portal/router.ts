// From a request to its handler. Order of checks on everything, static files and upgrades included:
// Host → route and method → Origin, Sec-Fetch-Site → token → size → content type → meaning.
import { PATHS } from '../protocol/paths.ts';
import { agreeSubprotocol, checkCaller, checkContentType, checkHost } from '../security/guard.ts';
import { type Role, roleOf } from '../security/token.ts';
import {
  header,
  type Reply,
  type RequestDecision,
  type RequestHead,
  type SocketListener,
  type TransportHandlers,
  type UpgradeDecision,
} from '../transport/transport.ts';
import type { PortalContext } from './context.ts';
import type { Call } from './handlers.ts';
import { refuse, refused } from './replies.ts';
import { matchPath, ROUTES, type Route } from './routes.ts';
import { listenToTab } from './tab-link.ts';

export const MAX_HEAD_BYTES = 4 * 1024;
const MAX_BODY_BYTES = 64 * 1024;
const MAX_TAB_MESSAGE_BYTES = 16 * 1024;
export const MAX_ASKER_MESSAGE_BYTES = 1024 * 1024;

const SOCKETS = [
  { path: PATHS.askerLink, access: 'asker' },
  { path: PATHS.listLink, access: 'socket' },
  { path: `${PATHS.listLink}/:id`, access: 'socket' },
] as const;

/** The portal's answer to everything that a transport brings in. */
export function routeRequests(context: PortalContext): TransportHandlers {
  return {
    request: (head) => decide(head, context),
    upgrade: (head) => decideUpgrade(head, context),
    failed(error) {
      context.log.error('a request failed', error);
      return refuse(500, { error: 'internal', message: 'the portal failed on this request; its log says more' });
    },
    malformed(status) {
      return refuse(status, {
        error: 'malformed',
        message:
          status === 431
            ? `the request head is larger than ${MAX_HEAD_BYTES} bytes; send fewer or shorter headers`
            : 'the request is malformed; send one header Host, a plain path, and one clear length of the body',
      });
    },
  };
}

function decide(head: RequestHead, context: PortalContext): RequestDecision {
  const wrongHost = checkHost(head);
  if (wrongHost) return { reply: refused(wrongHost) };
  const routed = findRoute(head);
  if ('reply' in routed) return routed;
  const { route, params } = routed;
  const caller = checkCaller(head, route.access, (token) => readRole(context, token));
  if ('status' in caller) return { reply: refused(caller) };
  const call = { head, role: caller.role, params };
  if (route.method === 'GET')
    return {
      maxBodyBytes: MAX_BODY_BYTES,
      tooLarge,
      handle: () => route.handler({ ...call, body: undefined }, context),
    };
  return readJson(route, call, context);
}

function findRoute(head: RequestHead): { route: Route; params: Call['params'] } | { reply: Reply } {
  const matches = matchPath(ROUTES, head.path);
  const method = head.method === 'HEAD' ? 'GET' : head.method;
  const match = matches.find(({ route }) => route.method === method);
  if (match) return match;
  if (matches.length === 0)
    return { reply: refuse(404, { error: 'not_found', message: 'there is nothing at this address' }) };
  const allow = [...new Set(matches.map(({ route }) => route.method))].join(', ');
  return { reply: refuse(405, { error: 'wrong_method', message: `use ${allow}` }, { allow }) };
}

const tooLarge = refuse(413, { error: 'too_large', message: `a body may be at most ${MAX_BODY_BYTES} bytes` });

function readJson(route: Route, call: Omit<Call, 'body'>, context: PortalContext): RequestDecision {
  if (Number(header(call.head, 'content-length') ?? 0) > MAX_BODY_BYTES) return { reply: tooLarge };
  const wrongType = checkContentType(call.head);
  if (wrongType) return { reply: refused(wrongType) };
  return {
    maxBodyBytes: MAX_BODY_BYTES,
    tooLarge,
    handle(bytes) {
      let body: unknown;
      try {
        body = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
      } catch {
        return refuse(400, { error: 'bad_json', message: 'the body is not valid JSON' });
      }
      return route.handler({ ...call, body }, context);
    },
  };
}

function decideUpgrade(head: RequestHead, context: PortalContext): UpgradeDecision {
  const wrongHost = checkHost(head);
  if (wrongHost) return { reply: refused(wrongHost) };
  const match = matchPath(SOCKETS, head.path)[0];
  if (!match) return { reply: refuse(404, { error: 'not_found', message: 'there is no WebSocket at this address' }) };
  const caller = checkCaller(head, match.route.access, (token) => readRole(context, token));
  if ('status' in caller) return { reply: refused(caller) };
  const protocol = agreeSubprotocol(head);
  if (match.route.path === PATHS.askerLink)
    return { protocol, maxMessageBytes: MAX_ASKER_MESSAGE_BYTES, listener: context.askers.listen() };
  const id = match.params.id ?? null;
  if (context.hub.isFull(id)) {
    return { reply: refuse(429, { error: 'too_many_tabs', message: 'too many tabs are open; close some' }) };
  }
  return { protocol, maxMessageBytes: MAX_TAB_MESSAGE_BYTES, listener: listenAs(context, id, caller.role) };
}

/** The command line's live table uses the list link too, but shows nothing to answer by. */
function listenAs(context: PortalContext, id: string | null, role: Role | null): SocketListener {
  return listenToTab({ ...context, surface: role === 'asker' ? 'terminal' : 'browser' }, id, role === 'tab');
}

function readRole({ key, instance, clock }: PortalContext, token: string): Role | null {
  return roleOf(key, instance, token, clock.wall());
}
