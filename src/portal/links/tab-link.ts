// Parses and carries out the messages of one tab; the reply to a request has the request's id.
import type { Clock } from '../../core/clock.ts';
import { type Answer, remaining, type Surface } from '../../core/prompt.ts';
import type { Registry, Reply } from '../../core/registry.ts';
import type { PromptSpec } from '../../core/spec.ts';
import { encode } from '../../protocol/codec.ts';
import type { TabAnswer } from '../../protocol/fields.ts';
import { REFUSAL_TEXT, type RefusalReason } from '../../protocol/refusal.ts';
import { decodeTabMessage, type PortalToTab, type TabMessage } from '../../protocol/tab.ts';
import type { Log } from '../../system/log.ts';
import type { Socket, SocketListener } from '../../transport/transport.ts';
import { deciderOn } from '../decider.ts';
import type { Reach } from '../reach/reach.ts';
import type { Hub, TabLink } from './hub.ts';
import { MAX_BAD_MESSAGES } from './message-rate.ts';

/** Number of links so far in this process: each gets a unique name. */
let links = 0;

export interface TabContext {
  readonly registry: Registry;
  readonly clock: Clock;
  readonly hub: Hub;
  readonly reach: Reach;
  readonly surface: Surface;
  readonly log: Log;
}

/** Creates the listener of a tab on the prompt `id`, or on the list when `id` is null. */
export function listenToTab(context: TabContext, id: string | null, isPage: boolean): SocketListener {
  let link: TabLink | null = null;
  let bad = 0;
  /** Looked up for one message at a time, so that all messages are applied in the order in which they arrived. */
  let options: Promise<Options> = Promise.resolve([]);
  links += 1;
  const name = `tab-${links}`;
  /** An error while processing one tab closes its link, and does not stop the portal. */
  const guard = ({ socket }: TabLink, work: Promise<void>) => {
    work.catch((error) => {
      context.log.error('failed to serve a tab', error);
      socket.close(1011, 'internal error');
    });
  };
  return {
    open(socket) {
      link = { socket, id, isPage };
      guard(link, context.hub.add(link));
    },
    message(text) {
      if (!link) return;
      const decoded = decodeTabMessage(text);
      if (decoded.ok) {
        const from = { link, name };
        options = options.then(() => optionsOf(context.registry, id));
        const done = options.then((known) => carryOut(context, from, decoded.message, known));
        return guard(link, done);
      }
      refuse(link.socket, decoded.request_id, decoded.reason, decoded.detail);
      bad += 1;
      if (bad >= MAX_BAD_MESSAGES) link.socket.close(1008, 'too many bad messages');
    },
    close() {
      if (link) context.hub.remove(link);
      link = null;
    },
  };
}

type Options = PromptSpec['options'];

/** Returns the options of the prompt `id`; none while it is unknown, and for the list. */
async function optionsOf(registry: Registry, id: string | null): Promise<Options> {
  return (id === null ? null : await registry.get(id))?.spec.options ?? [];
}

async function carryOut(
  context: TabContext,
  { link, name: from }: { readonly link: TabLink; readonly name: string },
  message: TabMessage,
  options: Options,
): Promise<void> {
  const { registry, hub, reach, surface: by } = context;
  const { id, socket, isPage } = link;
  if (message.type === 'ping') return hub.sendState(link);
  if (id === null) {
    if (message.type === 'hello') sayHello(context, link, message);
    else if (message.type !== 'noticed')
      refuse(socket, requestId(message), 'unknown_prompt', 'this connection is for the list; use /ws/ID');
    else if (isPage) reach.noticed(message.id);
    return;
  }
  switch (message.type) {
    case 'hello':
      if (message.visible && isPage) reach.noticed(id);
      if (message.visible) await registry.apply(id, { type: 'seen' });
      return;
    case 'noticed':
      return;
    case 'draft':
      await registry.apply(id, { ...message, draft: message.draft && resolvePicks(options, message.draft), from });
      return;
    case 'answer': {
      const { device, ...request } = message;
      const answer = resolvePicks(options, message.answer);
      const event = { ...request, by, who: deciderOn(by, device), from, answer };
      return reply(context, socket, message, await registry.apply(id, event));
    }
    case 'cancel': {
      const { device, ...request } = message;
      return reply(context, socket, message, await registry.apply(id, { ...request, by, who: deciderOn(by, device) }));
    }
    case 'extend':
    case 'update_timeout':
      return reply(context, socket, message, await registry.apply(id, { ...message, by }));
    default:
      message satisfies never;
  }
}

/** Stores what a page on the list can do; the page reports that when it connects, and at every change. */
function sayHello({ reach }: TabContext, link: TabLink, { visible, can_notify }: TabMessage & { type: 'hello' }): void {
  if (!link.isPage) return;
  const isNew = link.ability === undefined;
  link.ability = { visible, can_notify };
  reach.pageSpoke(link, isNew);
}

/** Replaces positions of options by their values. A position beyond the last becomes a value that no option has. */
function resolvePicks(options: Options, given: TabAnswer): Answer {
  if ('values' in given) return given;
  const { picked, ...rest } = given;
  return { ...rest, values: picked.map((position) => options[position]?.value ?? '') };
}

function requestId(message: TabMessage): string | null {
  return 'request_id' in message ? message.request_id : null;
}

function reply(context: TabContext, socket: Socket, { request_id }: { request_id: string }, verdict: Reply): void {
  if (verdict.accepted) {
    const { prompt } = verdict;
    // A settled prompt reports no time left, so that a repeated request gets the same reply.
    const remaining_ms = prompt.outcome ? null : remaining(prompt, context.clock.now());
    send(socket, { type: 'accepted', request_id, remaining_ms });
  } else {
    refuse(socket, request_id, verdict.reason, REFUSAL_TEXT[verdict.reason], verdict.prompt?.outcome ?? null);
  }
}

function refuse(
  socket: Socket,
  request_id: string | null,
  reason: RefusalReason,
  detail: string,
  outcome: Extract<PortalToTab, { type: 'refused' }>['outcome'] = null,
): void {
  send(socket, { type: 'refused', request_id, reason, detail, outcome });
}

function send(socket: Socket, message: PortalToTab): void {
  socket.send(encode(message));
}
