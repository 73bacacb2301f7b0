// Forwards events of the browser's page to the model: visibility, history, waking, leaving.
import { effect } from '@preact/signals';
import { canNotify } from '../notifications/permission.ts';
import type { AppModel } from './app-model.ts';
import { parseRoute } from './route.ts';

/** A jump of the wall clock against the monotonic clock (ms) that shows that the machine was asleep. */
const SLEPT_MS = 2_000;
const WATCH_MS = 1_000;

export function watchPage(app: AppModel): void {
  watchVisibility(app);
  watchSleep(() => app.wake());
  for (const type of ['online', 'pageshow']) addEventListener(type, () => app.wake());
  addEventListener('pagehide', () => app.prompt.peek()?.flush());
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

/** On some systems the monotonic clock stops while the machine sleeps; the wall clock does not. */
function watchSleep(woken: () => void): void {
  let lead = Date.now() - performance.now();
  setInterval(() => {
    const now = Date.now() - performance.now();
    if (Math.abs(now - lead) > SLEPT_MS) woken();
    lead = now;
  }, WATCH_MS);
}
