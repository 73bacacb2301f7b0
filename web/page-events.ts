// Carries what happens to the browser's page over to the model: visibility, focus, history, waking, leaving.
import { effect, signal } from '@preact/signals';
import type { AlertModel } from './models/alerts.ts';
import type { AppModel } from './models/app.ts';
import { parseRoute } from './models/route.ts';
import { canNotify } from './notifications.ts';
import { SharedLock } from './shared-lock.ts';
import { FOCUS_LOCK } from './worker/messages.ts';

/** A jump of the wall clock against the monotonic one (ms) that means that this machine slept. */
const SLEPT_MS = 2_000;
const WATCH_MS = 1_000;
/** How long the focus may take to move from one page of ours to another. */
const SETTLE_MS = 300;

export function watchPage(app: AppModel, alerts: AlertModel): void {
  watchVisibility(app);
  watchFocus(app, alerts);
  watchSleep(() => app.wake());
  for (const type of ['online', 'pageshow']) addEventListener(type, () => app.wake());
  addEventListener('pagehide', () => app.prompt.peek()?.form.draft.flush());
  addEventListener('popstate', () => app.enter(parseRoute(location.pathname)));
}

/** What this tab can do for its user right now. */
export function readAbility(): { visible: boolean; can_notify: boolean } {
  return { visible: document.visibilityState === 'visible', can_notify: canNotify.value };
}

function watchVisibility(app: AppModel): void {
  const update = () => {
    app.ability.value = readAbility();
  };
  effect(update);
  document.addEventListener('visibilitychange', () => {
    update();
    if (document.visibilityState === 'visible') app.wake();
    else app.prompt.peek()?.form.draft.flush();
  });
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

/** Monotonic clocks of some systems stand still while the machine sleeps; the wall clock does not. */
function watchSleep(woken: () => void): void {
  let lead = Date.now() - performance.now();
  setInterval(() => {
    const now = Date.now() - performance.now();
    if (Math.abs(now - lead) > SLEPT_MS) woken();
    lead = now;
  }, WATCH_MS);
}
