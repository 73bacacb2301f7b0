// Sends alerts, worded in the current language, to the service worker, which shows them as notifications.
import type { ReadonlySignal } from '@preact/signals';
import { plainLine } from '../../src/core/visible-text.ts';
import { PATHS } from '../../src/protocol/paths.ts';
import type { Ending } from '../../src/protocol/view.ts';
import { labelFrom } from '../../src/words/describe-from.ts';
import { strings, tellDuration } from '../i18n/strings.ts';
import type { ActivePrompt } from '../shell/prompt-list.ts';
import { retry } from '../shell/retry.ts';
import type { PageToWorker, WorkerToPage } from '../worker/messages.ts';
import type { AlertDelivery } from './alert-model.ts';
import type { AlertKind, AlertRules } from './alert-rules.ts';
import { canNotify, notificationsExist } from './permission.ts';
import { sound } from './sound.ts';

interface TrustedTypes {
  createPolicy(name: string, rules: { createScriptURL(url: string): string }): { createScriptURL(url: string): string };
}

export interface WorkerHost {
  /** Called when the human clicked a notification and the worker chose this page to show its prompt. */
  show(promptId: string): void;
  /** Returns the id of the prompt that this page shows, or null. */
  where(): string | null;
}

/**
 * Delay before the worker is registered: ms. The prompt is drawn by then; starting a worker earlier would delay it by 25 ms.
 */
const REGISTER_AFTER_MS = 250;

/** Handles the worker's messages, and registers the worker after a short delay. */
export function startWorker(host: WorkerHost): void {
  if (!notificationsExist) return;
  // Where the browser blocks storage, as Firefox can be set to, the container exists but refuses every call.
  try {
    navigator.serviceWorker.addEventListener('message', ({ data, ports }) => {
      const message = data as WorkerToPage;
      if (message.type === 'show') host.show(message.prompt_id);
      else ports[0]?.postMessage(host.where());
    });
  } catch {
    return;
  }
  const url = trustWorkerUrl();
  const register = () => navigator.serviceWorker.register(url, { updateViaCache: 'none' });
  setTimeout(() => void retry(register).catch(console.warn), REGISTER_AFTER_MS);
}

/**
 * Sends alerts to the worker, which shows them unless a page has the focus, and plays a sound if the settings ask for it.
 */
export function deliverAlerts(rules: ReadonlySignal<AlertRules>): AlertDelivery {
  const show = (kind: AlertKind, prompt: ActivePrompt, ending: Ending | null, shown?: MessagePort) => {
    const { id, question } = prompt.summary;
    const label = labelFrom(prompt.summary.from, strings.askedFrom);
    const asker = label === '' ? [] : [strings.askedFrom.line(label)];
    const body = [describe(kind, prompt, ending, rules.value.before_ms), ...asker].join('\n');
    post({ type: 'raise', tag: nameTag(kind, id), prompt_id: id, title: plainLine(question), body }, shown);
  };
  return {
    raise(kind, prompt, ending) {
      const tag = nameTag(kind, prompt.summary.id);
      if (rules.value.sound) sound(tag).catch(console.warn);
      if (canNotify.value && !document.hasFocus()) show(kind, prompt, ending);
    },
    async confirm(kind, prompt) {
      if (!canNotify.value) return false;
      const { port1, port2 } = new MessageChannel();
      const answer = new Promise<boolean>((resolve) => {
        port1.onmessage = ({ data }) => resolve(data === true);
      });
      show(kind, prompt, null, port2);
      return answer;
    },
    lower(kinds, id) {
      if (canNotify.value) post({ type: 'lower', tags: kinds.map((kind) => nameTag(kind, id)) });
    },
  };
}

function nameTag(kind: AlertKind, id: string): string {
  return `choice.${kind}.${id}`;
}

function describe(kind: AlertKind, { summary }: ActivePrompt, ending: Ending | null, before_ms: number): string {
  const texts = strings.notifications;
  if (kind === 'new') return texts.arrived(strings.asks[summary.kind](summary.option_count));
  if (kind === 'soon') return texts.soon(tellDuration(before_ms));
  const used = ending?.fallback ?? null;
  return used === null ? texts.timedOut : texts.fallbackUsed(plainLine(used));
}

function post(message: PageToWorker, port?: MessagePort): void {
  navigator.serviceWorker.ready.then(({ active }) => active?.postMessage(message, port ? [port] : [])).catch(() => {});
}

/** Returns the only script URL that the page's Trusted Types policy allows. */
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
