// Routes a request to its handler. Order of checks on everything, static files and upgrades included:
// Host → route and method → Origin, Sec-Fetch-Site → token → size → content type → meaning. Requests on the socket of this
// user's own processes need no Host, Origin or token: no other user can connect to it.
import { PATHS } from '../../protocol/paths.ts';
import { REFUSAL_TEXT } from '../../protocol/refusal.ts';
import { type Access, agreeSubprotocol, checkCaller, checkContentType, checkHost } from '../../security/guard.ts';
import { type Role, roleOf, tabName } from '../../security/token.ts';
import {
  header,
  type Reply,
  type RequestDecision,
  type RequestHead,
  type SocketListener,
  type TransportHandlers,
  type UpgradeDecision,
} from '../../transport/transport.ts';
import type { PortalContext } from '../context.ts';
import { limitRate } from '../links/message-rate.ts';
import { listenToTab } from '../links/tab-link.ts';
import type { Call } from './handlers.ts';
import { asPage, isNavigation, type PageSetting } from './refusal-page.ts';
import { reject, turnAwayFlood } from './reject.ts';
import { refuse } from './replies.ts';
import { RequestThrottle } from './request-throttle.ts';
import { matchPath, ROUTES, type Route } from './routes.ts';
import { strayWorker } from './stray-worker.ts';

/** Browsers also send the portal the cookies of every other program on 127.0.0.1. */
export const MAX_HEAD_BYTES = 16 * 1024;
const MAX_BODY_BYTES = 64 * 1024;
const MAX_TAB_MESSAGE_BYTES = 16 * 1024;
export const MAX_ASKER_MESSAGE_BYTES = 1024 * 1024;

/** Who connects: browsers, to a port that every user of the machine can reach; or this user's processes, to the socket. */
export type Caller = 'browsers' | 'processes';

/** A process of this user, in the form in which the guard returns a browser that passed. */
const OWN: { readonly role: Role } = { role: 'asker' };

const SOCKETS = [
  { path: PATHS.askerLink, access: 'local' },
  { path: PATHS.listLink, access: 'socket' },
  { path: `${PATHS.listLink}/:id`, access: 'socket' },
] as const;

/** Returns the handlers for everything that a transport receives from `callers`. */
export function routeRequests(context: PortalContext, callers: Caller): TransportHandlers {
  const limit = new RequestThrottle(setImmediate);
  const isAdmitted = () => callers === 'processes' || limit.admit();
  return {
    request: (head) =>
      forReader(
        head,
        context,
        isAdmitted() ? decide(head, context, callers) : { reply: tooManyRequests(context), last: true },
      ),
    upgrade: (head) => decideUpgrade(head, context, callers),
    failed(error) {
      context.log.error('a request failed', error);
      return refuse(500, { error: 'internal', message: 'the portal failed to handle this request; see its log' });
    },
    malformed(status, head) {
      const message =
        status === 431
          ? `the request head is larger than ${MAX_HEAD_BYTES} bytes; send fewer or shorter headers`
          : 'the request is malformed; send one Host header, a plain path and one unambiguous body length';
      context.refusals.note(`malformed ${status}`, message);
      const refused = refuse(status, { error: 'malformed', message });
      // A head that is too large to read comes from a browser: programs do not send that much.
      const isPage = head ? isNavigation(head) : status === 431;
      return isPage ? asPage(refused, head, pageSetting(context)) : refused;
    },
  };
}

function decide(head: RequestHead, context: PortalContext, callers: Caller): RequestDecision {
  const wrongHost = callers === 'browsers' ? checkHost(head) : null;
  if (wrongHost) return { reply: reject(context, wrongHost) };
  if (header(head, 'service-worker') === 'script' && head.path !== PATHS.serviceWorker) return { reply: strayWorker };
  const routed = findRoute(head, callers);
  if ('reply' in routed) return routed;
  const { route, params } = routed;
  const caller = callers === 'processes' ? OWN : checkCaller(head, route.access, (token) => readRole(context, token));
  if ('status' in caller) return { reply: reject(context, caller) };
  const call = { head, role: caller.role, params };
  if (route.method === 'GET')
    return {
      maxBodyBytes: MAX_BODY_BYTES,
      tooLarge,
      handle: () => route.handler({ ...call, body: undefined }, context),
    };
  return readJson(route, call, context);
}

/** Renders a refusal as a page for a human, when a browser navigated to the address. */
function forReader(head: RequestHead, context: PortalContext, decision: RequestDecision): RequestDecision {
  if (!isNavigation(head)) return decision;
  const dress = (reply: Reply) => (reply.status < 400 ? reply : asPage(reply, head, pageSetting(context)));
  if ('reply' in decision) return { ...decision, reply: dress(decision.reply) };
  return { ...decision, handle: async (body) => dress(await decision.handle(body)) };
}

function pageSetting({ settings, identity }: PortalContext): PageSetting {
  return {
    language: settings.read().language,
    port: identity().port,
    maxHeadBytes: MAX_HEAD_BYTES,
  };
}

/** Hides the routes for this user's own processes on the port. */
function isOpenTo(callers: Caller): (match: { readonly route: { readonly access: Access } }) => boolean {
  return ({ route }) => callers === 'processes' || route.access !== 'local';
}

function findRoute(head: RequestHead, callers: Caller): { route: Route; params: Call['params'] } | { reply: Reply } {
  const matches = matchPath(ROUTES, head.path).filter(isOpenTo(callers));
  const method = head.method === 'HEAD' ? 'GET' : head.method;
  const match = matches.find(({ route }) => route.method === method);
  if (match) return match;
  if (matches.length === 0)
    return { reply: refuse(404, { error: 'not_found', message: 'there is nothing at this address' }) };
  const allow = [...new Set(matches.map(({ route }) => route.method))].join(', ');
  return { reply: refuse(405, { error: 'wrong_method', message: `use ${allow}` }, { allow }) };
}

const TOO_LARGE = {
  error: 'too_large',
  message: `header Content-Length: a body may be at most ${MAX_BODY_BYTES} bytes; send less`,
};
const tooLarge = refuse(413, TOO_LARGE);

function readJson(route: Route, call: Omit<Call, 'body'>, context: PortalContext): RequestDecision {
  if (Number(header(call.head, 'content-length') ?? 0) > MAX_BODY_BYTES) {
    return { reply: turnAwayFlood(context, 413, TOO_LARGE) };
  }
  const wrongType = checkContentType(call.head);
  if (wrongType) return { reply: reject(context, wrongType) };
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

const TOO_MANY_PROMPTS = { error: 'too_many_prompts', message: REFUSAL_TEXT.too_many_prompts };
const TOO_MANY_TABS = { error: 'too_many_tabs', message: 'too many tabs are open; close some' };

const TOO_MANY_REQUESTS = {
  error: 'too_many_requests',
  message: 'too many requests at once; wait for the replies',
};

function tooManyRequests(context: PortalContext): Reply {
  return turnAwayFlood(context, 429, TOO_MANY_REQUESTS, { 'retry-after': '1' });
}

function decideUpgrade(head: RequestHead, context: PortalContext, callers: Caller): UpgradeDecision {
  const wrongHost = callers === 'browsers' ? checkHost(head) : null;
  if (wrongHost) return { reply: reject(context, wrongHost) };
  const [match] = matchPath(SOCKETS, head.path).filter(isOpenTo(callers));
  if (!match) return { reply: refuse(404, { error: 'not_found', message: 'there is no WebSocket at this address' }) };
  let name: string | null = null;
  const readToken = (token: string) => {
    name = tabName(token);
    return readRole(context, token);
  };
  const caller = callers === 'processes' ? OWN : checkCaller(head, match.route.access, readToken);
  if ('status' in caller) return { reply: reject(context, caller) };
  const protocol = agreeSubprotocol(head);
  if (match.route.path === PATHS.askerLink) {
    if (context.askers.isFull())
      return { reply: turnAwayFlood(context, 503, TOO_MANY_PROMPTS, { 'retry-after': '10' }) };
    const listener = limited(context, context.askers.listen());
    // A stopped command still waits for its answer. When a command dies, the kernel closes its connection.
    return { protocol, maxMessageBytes: MAX_ASKER_MESSAGE_BYTES, maySleep: true, listener };
  }
  const id = match.params.id ?? null;
  if (context.hub.isFull(id)) return { reply: turnAwayFlood(context, 429, TOO_MANY_TABS) };
  const tab = listenAs(context, id, caller.role);
  const listener = limited(context, name === null ? tab : context.access.tokenLinks.keep(name, tab));
  return { protocol, maxMessageBytes: MAX_TAB_MESSAGE_BYTES, listener };
}

function limited({ clock, refusals }: PortalContext, listener: SocketListener): SocketListener {
  const exceeded = () => refusals.note('too_many_messages', 'a WebSocket sent messages too fast');
  return limitRate(listener, () => clock.now(), exceeded);
}

/** The command line's live table also uses the list link, but has no controls for answering. */
function listenAs(context: PortalContext, id: string | null, role: Role | null): SocketListener {
  return listenToTab({ ...context, surface: role === 'asker' ? 'terminal' : 'browser' }, id, role === 'tab');
}

/** Returns the role of `token`. Counts wrong tokens, but not the empty one of a page that has none yet. */
function readRole({ identity, clock, access }: PortalContext, token: string): Role | null {
  const isRevoked = access.revoked.has(tabName(token) ?? '');
  const role = isRevoked ? null : roleOf(identity(), token, clock.wall());
  if (role === null && token !== '') access.failedTokens.note();
  return role;
}
