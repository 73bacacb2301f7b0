// The handler of each route: (call, context) → reply. Testable without a socket.
import * as v from 'valibot';
import { type Prompt, remaining, type Surface } from '../../core/prompt.ts';
import { specLength } from '../../core/prompt-map.ts';
import type { RequestedEvent, Reply as Verdict } from '../../core/registry.ts';
import { shorten } from '../../core/text.ts';
import { HISTORY_STATUSES } from '../../protocol/history.ts';
import {
  AnswerRequestSchema,
  CancelRequestSchema,
  ExtendRequestSchema,
  type Handshake,
  RetireRequestSchema,
  SessionRequestSchema,
} from '../../protocol/http.ts';
import { REFUSAL_TEXT } from '../../protocol/refusal.ts';
import { type SettingsChange, SettingsChangeSchema } from '../../protocol/settings.ts';
import { PROTOCOL } from '../../protocol/version.ts';
import { isAwaited, listPrompt, viewPrompt } from '../../protocol/view.ts';
import { newTabToken, proveToTab, type Role } from '../../security/token.ts';
import { newRequestId } from '../../system/ids.ts';
import { header, type Reply, type RequestHead } from '../../transport/transport.ts';
import type { PortalContext } from '../context.ts';
import { deciderOn } from '../decider.ts';
import { describeEntry } from '../store/history-page.ts';
import { reject } from './reject.ts';
import { json, refuse } from './replies.ts';

/** A request that passed the guard. */
export interface Call {
  readonly head: RequestHead;
  readonly role: Role | null;
  readonly params: Readonly<Record<string, string>>;
  /** Parsed JSON of a POST; undefined otherwise. */
  readonly body: unknown;
}

export type Handler = (call: Call, context: PortalContext) => Reply | Promise<Reply>;

/** Characters of all specs on a page of the list: a few ms of work, between which deadlines and messages are processed. */
const LIST_PAGE_LENGTH = 512 * 1024;
const SURFACE = { tab: 'browser', asker: 'cli' } as const;
/** A nonce, and either the name of the page's token, or the name of its code and the prompt in its URL. */
const CHALLENGE =
  /^nonce=([\w-]{16,64})&(?:tab=([0-9a-z]{1,12}\.[\w-]{16})|code=([0-9a-f]{32})(?:&prompt=([0-9a-z]{8,32}))?)$/;
/** A query's `before`: wall-clock ms, and optionally the id of the last prompt on the previous page. */
const PLACE = /^\d{1,15}(?:-[0-9a-z]{1,32})?$/;
const wallTime = v.pipe(v.string(), v.regex(/^\d{1,15}$/, 'must be wall-clock ms'), v.toNumber());

export const servePage: Handler = ({ head }, { assets }) => assets.page(header(head, 'accept-encoding'));

export const serveWorker: Handler = ({ head }, { assets }) => assets.serviceWorker(header(head, 'accept-encoding'));

export const serveAsset: Handler = ({ head, params }, { assets }) =>
  assets.asset(params.name ?? '', header(head, 'accept-encoding'));

/**
 * Identifies the portal. With `?nonce=` and `&tab=` or `&code=`, the reply proves to a page that the portal knows the
 * token or code of that name, before the page sends it.
 */
export const shakeHands: Handler = async ({ head }, context) => {
  const [, nonce = '', tab, code, promptId = null] = CHALLENGE.exec(head.query) ?? [];
  const { key, port } = context.identity();
  const handshake: Handshake = {
    name: 'choice',
    instance: context.instance,
    protocol: PROTOCOL,
    version: context.version,
    pid: process.pid,
    port,
    engine: context.engine(),
    open: (await context.registry.list()).length,
    draining: context.isDraining(),
    tab_proof:
      tab === undefined || context.access.revoked.has(tab)
        ? null
        : proveToTab({ key, port }, tab, nonce, context.clock.wall()),
    code_proof: code === undefined ? null : await proveCode(context, code, promptId, nonce),
  };
  return json(200, handshake);
};

async function proveCode({ registry, access }: PortalContext, name: string, id: string | null, nonce: string) {
  const prompt = id === null ? null : await registry.get(id);
  return access.codes.prove(name, prompt && !prompt.outcome ? prompt.id : null, nonce);
}

const CODE_TWICE =
  'someone else also used this link, so its access was revoked; for a new link, run: choice dashboard --open';

/** Exchanges a code from a URL for a token for this browser. */
export const openSession: Handler = async ({ body }, context) => {
  const { identity, access, registry, clock } = context;
  const parsed = v.safeParse(SessionRequestSchema, body);
  if (!parsed.success) return badBody(parsed.issues);
  const { code, request_id = null, prompt_id } = parsed.output;
  const prompt = prompt_id === undefined ? null : await registry.get(prompt_id);
  const redeemed = access.codes.redeem({
    code,
    requestId: request_id,
    promptId: prompt && !prompt.outcome ? prompt.id : null,
    newToken: () => newTabToken(identity(), clock.wall()),
  });
  if (redeemed.result === 'token') return json(200, { token: redeemed.token });
  access.failedTokens.note();
  if (redeemed.result === 'twice') {
    access.revoke(redeemed.token);
    return refuse(401, { error: 'code_twice', message: CODE_TWICE }, { 'www-authenticate': 'Bearer' });
  }
  return reject(context, {
    status: 401,
    error: 'bad_code',
    message: 'this link was already used or has expired; for a new one, run: choice dashboard --open',
  });
};

/** Returns two URLs of the dashboard: one for the human, and one to open a browser with. */
export const invite: Handler = async (_call, { access }) => {
  await access.doors.prepare();
  return json(200, { url: access.codeUrl('/'), open_url: access.oneTimeUrl('/') });
};

/** The open prompts, in pages: `next` is the id to continue after, null on the last page. */
export const listPrompts: Handler = async ({ role, head }, { registry, clock, access, deliveries }) => {
  const open = await registry.list();
  const after = new URLSearchParams(head.query).get('after');
  // If that prompt settled since, the list starts over: clients drop what they have already.
  const start = open.findIndex(({ id }) => id === after) + 1;
  const { page, next } = takePage(open.slice(start));
  const now = clock.now();
  return json(200, {
    prompts: page.map((prompt) => ({
      ...listPrompt(prompt, now, deliveries.of(prompt.id).delivery),
      ...(role === 'asker' ? { url: access.printedUrl(prompt.id) } : {}),
    })),
    next,
  });
};

/** The first of `prompts`, at least one, up to LIST_PAGE_LENGTH. */
function takePage(prompts: readonly Prompt[]): { page: readonly Prompt[]; next: string | null } {
  let length = 0;
  const end = prompts.findIndex(({ spec }) => {
    length += specLength(spec);
    return length > LIST_PAGE_LENGTH;
  });
  if (end === -1) return { page: prompts, next: null };
  const page = prompts.slice(0, Math.max(end, 1));
  return { page, next: page.length < prompts.length ? (page.at(-1)?.id ?? null) : null };
}

export const showPrompt: Handler = async ({ params }, { registry, clock, deliveries }) => {
  const prompt = await registry.get(params.id ?? '');
  if (!prompt) return refuse(404, { error: 'unknown_prompt', message: REFUSAL_TEXT.unknown_prompt });
  return json(200, { prompt: viewPrompt(prompt, clock.now(), deliveries.of(prompt.id)) });
};

/** A handler that applies the event of a body of `schema` to the prompt in the path. */
const changing =
  <Schema extends v.GenericSchema>(
    schema: Schema,
    toEvent: (request: v.InferOutput<Schema>, by: Surface) => RequestedEvent,
  ): Handler =>
  async ({ params, body, role }, context) => {
    const parsed = v.safeParse(schema, body);
    if (!parsed.success) return badBody(parsed.issues);
    const event = toEvent(parsed.output, SURFACE[role ?? 'tab']);
    return settle(context, await context.registry.apply(params.id ?? '', event));
  };

export const answerPrompt = changing(AnswerRequestSchema, ({ device, ...request }, by) => ({
  type: 'answer',
  ...request,
  by,
  who: deciderOn(by, device),
}));

export const cancelPrompt = changing(CancelRequestSchema, ({ device, ...request }, by) => ({
  type: 'cancel',
  ...request,
  by,
  who: deciderOn(by, device),
}));

export const extendPrompt = changing(ExtendRequestSchema, (request, by) =>
  'by_ms' in request ? { type: 'extend', ...request, by } : { type: 'update_timeout', ...request, by },
);

/** Custom messages, because valibot's repeat the input. */
const HistoryQuerySchema = v.object({
  status: v.exactOptional(v.picklist(HISTORY_STATUSES, `must be one of: ${HISTORY_STATUSES.join(', ')}`)),
  q: v.exactOptional(v.pipe(v.string(), v.maxLength(200, 'must be at most 200 characters'))),
  since: v.exactOptional(wallTime),
  before: v.exactOptional(v.pipe(v.string(), v.regex(PLACE, 'must be the `next` of a page, or wall-clock ms'))),
  limit: v.exactOptional(
    v.pipe(v.string(), v.regex(/^(?:[1-9]\d{0,2}|1000)$/, 'must be a whole number from 1 to 1000'), v.toNumber()),
    '100',
  ),
});

/** Prompts in the journals, newest first: `?status=`, `q=`, `since=` (wall-clock ms), `before=`, `limit=` (1 to 1,000). */
export const showHistory: Handler = async ({ head }, context) => {
  const parsed = v.safeParse(HistoryQuerySchema, Object.fromEntries(new URLSearchParams(head.query)));
  if (!parsed.success) return badBody(parsed.issues);
  const { q, ...others } = parsed.output;
  const query = { ...others, ...(q === undefined ? {} : { text: q }) };
  return json(200, await context.store.page(query, await openIds(context)));
};

/** Returns everything recorded about one prompt. */
export const showHistoryOf: Handler = async ({ params }, context) => {
  const entry = await context.store.find(params.id ?? '');
  const detail = entry && describeEntry(entry, await openIds(context));
  if (!detail) return refuse(404, { error: 'unknown_prompt', message: REFUSAL_TEXT.unknown_prompt });
  return json(200, { prompt: detail });
};

/** Returns the journal's health, for `choice doctor`. */
export const showJournal: Handler = (_call, { store }) => json(200, { journal: store.health });

export const showSettings: Handler = (_call, { settings }) => json(200, { settings: settings.read() });

/** Changes the settings that the body names, for every command and page. */
export const changeSettings: Handler = ({ body }, { settings, hub }) => {
  const parsed = v.safeParse(SettingsChangeSchema, body);
  if (!parsed.success) return badBody(parsed.issues);
  const changed = settings.write(definedOnly(parsed.output));
  hub.announceSettings(changed);
  return json(200, { settings: changed });
};

async function openIds({ registry }: PortalContext): Promise<ReadonlySet<string>> {
  return new Set((await registry.list()).map(({ id }) => id));
}

/**
 * Shuts the portal down if no command waits, and no prompt is open that would end with it: kept ones that are on disk go on
 * in the next portal. With `force`, cancels all open prompts first.
 */
export const retirePortal: Handler = async ({ body }, { registry, retire, deliveries, store }) => {
  const parsed = v.safeParse(RetireRequestSchema, body);
  if (!parsed.success) return badBody(parsed.issues);
  const { force } = parsed.output;
  const open = await registry.list();
  const busy = open.filter(({ id }) => isAwaited(deliveries.of(id).delivery) || !store.isSaved(id));
  if (busy.length > 0 && !force) {
    const all = open.length === 1 ? '1 prompt is open' : `${open.length} prompts are open`;
    const message =
      busy.length === open.length ? all : `commands wait for ${busy.length} of ${open.length} open prompts`;
    return refuse(409, { error: 'busy', message });
  }
  const request = { request_id: newRequestId(), by: 'portal' } as const;
  const cancelling = force ? open.map(({ id }) => registry.apply(id, { type: 'cancel', ...request })) : [];
  const cancelled = (await Promise.all(cancelling)).filter(({ accepted }) => accepted).length;
  retire();
  return json(200, { retired: true, cancelled, kept: force ? 0 : open.length });
};

function settle({ clock }: PortalContext, verdict: Verdict): Reply {
  if (verdict.accepted) {
    const { outcome } = verdict.prompt;
    return json(200, {
      accepted: true,
      // A settled prompt reports no time left, so that a repeated request gets the same reply.
      remaining_ms: outcome ? null : remaining(verdict.prompt, clock.now()),
      outcome,
    });
  }
  const status = verdict.reason === 'unknown_prompt' ? 404 : verdict.reason === 'settled' ? 409 : 422;
  return refuse(status, {
    error: verdict.reason,
    message: REFUSAL_TEXT[verdict.reason],
    outcome: verdict.prompt?.outcome ?? null,
  });
}

function definedOnly(change: v.InferOutput<typeof SettingsChangeSchema>): SettingsChange {
  return Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
}

/** Names the field and the rule. Does not repeat what was sent, which valibot's own messages end with. */
function badBody([issue]: readonly [v.BaseIssue<unknown>, ...v.BaseIssue<unknown>[]]): Reply {
  const field = shorten(v.getDotPath(issue) ?? 'body');
  const [rule] = issue.message.split(' but received ');
  return refuse(422, { error: 'bad_message', message: `${field}: ${rule}` });
}
