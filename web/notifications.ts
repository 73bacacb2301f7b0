// Notifications as the page sees them: permission, the worker that shows them, and their words.
import { computed, signal } from '@preact/signals';
import type { Outcome } from '../src/core/prompt.ts';
import { PATHS } from '../src/protocol/paths.ts';
import { strings } from './i18n/strings.ts';
import type { AlertDelivery, AlertKind } from './models/alerts.ts';
import type { ActivePrompt } from './models/prompt-list.ts';
import { recall, remember } from './storage.ts';
import { plainLine } from './text.ts';
import type { PageToWorker, WorkerToPage } from './worker/messages.ts';

const DISMISSED = 'choice.notifications.dismissed';
const supported = 'serviceWorker' in navigator && 'Notification' in globalThis;

interface TrustedTypes {
  createPolicy(name: string, rules: { createScriptURL(url: string): string }): { createScriptURL(url: string): string };
}

const permission = signal<NotificationPermission>(supported ? Notification.permission : 'denied');
const dismissed = signal(recall(DISMISSED) !== null);

/** True once notifications will be shown. */
export const canNotify = computed(() => permission.value === 'granted');

/** True while the human has neither decided about notifications nor put the question away. */
export const mayOfferNotifications = computed(() => permission.value === 'default' && !dismissed.value);

/** To be called from a click only: browsers hold the question against pages that ask unbidden. */
export async function askPermission(): Promise<void> {
  permission.value = await Notification.requestPermission();
}

export function dismissOffer(): void {
  remember(DISMISSED, 'yes');
  dismissed.value = true;
}

export interface WorkerHost {
  /** A clicked notification leads to this page. */
  show(promptId: string): void;
  /** The prompt that this page shows, or null. */
  where(): string | null;
}

/** Registers the worker and answers it. */
export function startWorker(host: WorkerHost): void {
  if (!supported) return;
  navigator.serviceWorker.addEventListener('message', ({ data, ports }) => {
    const message = data as WorkerToPage;
    if (message.type === 'show') host.show(message.prompt_id);
    else ports[0]?.postMessage(host.where());
  });
  navigator.serviceWorker.register(trustWorkerUrl(), { updateViaCache: 'none' }).catch((error) => console.warn(error));
}

/** Hands alerts to the worker, which shows them unless a page has the focus. */
export const alertDelivery: AlertDelivery = {
  raise(kind, prompt, outcome) {
    if (!canNotify.value || document.hasFocus()) return;
    const { id, question } = prompt.summary;
    post({
      type: 'raise',
      tag: nameTag(kind, id),
      prompt_id: id,
      title: plainLine(question),
      body: describe(kind, prompt, outcome),
    });
  },
  lower(kinds, id) {
    if (canNotify.value) post({ type: 'lower', tags: kinds.map((kind) => nameTag(kind, id)) });
  },
};

function nameTag(kind: AlertKind, id: string): string {
  return `choice.${kind}.${id}`;
}

function describe(kind: AlertKind, { summary }: ActivePrompt, outcome: Outcome | null): string {
  const texts = strings.notifications;
  if (kind === 'new') return texts.arrived(summary.options.length);
  if (kind === 'soon') return texts.soon;
  const used = outcome?.fallback ? summary.options.find(({ value }) => value === outcome.values[0]) : undefined;
  return used ? texts.fallbackUsed(plainLine(used.label)) : texts.timedOut;
}

function post(message: PageToWorker): void {
  void navigator.serviceWorker.ready.then(({ active }) => active?.postMessage(message));
}

/** The one script address that the page's Trusted Types policy lets through. */
function trustWorkerUrl(): string {
  const createScriptURL = (url: string): string => {
    if (url !== PATHS.serviceWorker) throw new TypeError('not the worker of this page');
    return url;
  };
  const { trustedTypes } = globalThis as { trustedTypes?: TrustedTypes };
  return (trustedTypes?.createPolicy('choice', { createScriptURL }) ?? { createScriptURL }).createScriptURL(
    PATHS.serviceWorker,
  );
}
