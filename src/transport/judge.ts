// Decides from its head how to handle a request, in the same order for both engines.
import { announcedLength, headFault, isSoundHandshake, offeredProtocols, wantsWebSocket } from './head-rules.ts';
import type { Reply, RequestDecision, RequestHead, TransportHandlers, UpgradeDecision } from './transport.ts';
import { failedWire, malformedWire, toWire, type WireReply } from './wire-reply.ts';

export type AcceptedUpgrade = Exclude<UpgradeDecision, { reply: Reply }>;
type WantedBody = Exclude<RequestDecision, { reply: Reply }>;

export type Verdict =
  /** Reply now; with `last`, close the connection afterwards. */
  | { readonly type: 'reply'; readonly wire: WireReply; readonly last: boolean }
  | {
      readonly type: 'body';
      readonly maxBodyBytes: number;
      readonly tooLarge: WireReply;
      readonly handle: WantedBody['handle'];
    }
  | { readonly type: 'upgrade'; readonly accepted: AcceptedUpgrade };

/** Applies the engines' own rules to `head`, then calls the handlers. Never throws. */
export function judge(head: RequestHead, handlers: TransportHandlers, maxHeadBytes: number): Verdict {
  const fault = headFault(head, maxHeadBytes);
  if (fault !== null) return last(malformedWire(handlers, fault, head));
  const upgrade = wantsWebSocket(head);
  if (upgrade && !isSoundHandshake(head)) return last(malformedWire(handlers, 400));
  try {
    return upgrade ? judgeUpgrade(handlers.upgrade(head), head) : judgeRequest(handlers.request(head), head);
  } catch (error) {
    return last(failedWire(handlers, error));
  }
}

function judgeRequest(decision: RequestDecision, head: RequestHead): Verdict {
  if ('reply' in decision) return { type: 'reply', wire: toWire(decision.reply), last: decision.last === true };
  const { maxBodyBytes, handle } = decision;
  const tooLarge = toWire(decision.tooLarge);
  return announcedLength(head) > maxBodyBytes ? last(tooLarge) : { type: 'body', maxBodyBytes, tooLarge, handle };
}

function judgeUpgrade(decision: UpgradeDecision, head: RequestHead): Verdict {
  if ('reply' in decision) return last(toWire(decision.reply));
  const { protocol } = decision;
  // A peer fails the connection if the reply names a sub-protocol that it did not offer (RFC 6455 §4.1).
  if (protocol !== null && !offeredProtocols(head).includes(protocol)) {
    throw new TypeError(`sub-protocol ${JSON.stringify(protocol)} was not offered`);
  }
  return { type: 'upgrade', accepted: decision };
}

function last(wire: WireReply): Verdict {
  return { type: 'reply', wire, last: true };
}
