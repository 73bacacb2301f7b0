// Connects the alert model, which decides what is due, to the list of prompts, the focus of the page and the worker.
import { computed, effect, signal } from '@preact/signals';
import type { AppModel } from '../shell/app-model.ts';
import { FOCUS_LOCK } from '../worker/messages.ts';
import { deliverAlerts, startWorker } from './alert-delivery.ts';
import { AlertModel } from './alert-model.ts';
import { readAlertRules } from './alert-rules.ts';
import { SharedLock } from './shared-lock.ts';

/** How long the focus may take to move from one of our pages to another: ms. */
const SETTLE_MS = 300;

export function startAlerts(app: AppModel): void {
  const rules = computed(() => readAlertRules(app.settings.value));
  const alerts = new AlertModel(app.environment, deliverAlerts(rules), rules);
  app.list.subscribe((event) => alerts.handle(event));
  watchFocus(app, alerts);
  effect(() => {
    const ids = app.summons.value;
    if (ids.length === 0) return;
    app.summons.value = [];
    for (const id of ids) void bringTo(id, app, alerts);
  });
  startWorker({
    show: (id) => app.navigate({ name: 'prompt', id }),
    where: () => app.prompt.peek()?.id ?? null,
  });
}

/** Draws the human's attention to the prompt `id`, and confirms it to the portal if that worked. */
async function bringTo(id: string, app: AppModel, alerts: AlertModel): Promise<void> {
  // A hidden window gets no animation frames, even if it reports that it is visible.
  if (document.visibilityState === 'visible') requestAnimationFrame(() => app.sayNoticed(id));
  else if (await alerts.summon(id)) app.sayNoticed(id);
}

function watchFocus(app: AppModel, alerts: AlertModel): void {
  const lock = new SharedLock(FOCUS_LOCK);
  const focused = signal(false);
  const update = () => {
    focused.value = document.hasFocus() && document.visibilityState === 'visible';
    lock.hold(focused.value);
    if (!focused.value) setTimeout(() => alerts.remind(), SETTLE_MS);
  };
  effect(() => {
    if (focused.value && app.prompt.value) alerts.attend(app.prompt.value.id);
  });
  for (const type of ['focus', 'blur', 'pageshow']) addEventListener(type, update);
  document.addEventListener('visibilitychange', update);
  update();
}
