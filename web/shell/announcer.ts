// Announcements for screen readers: a few moments of the countdown, and new prompts. The outcome of a prompt is announced by
// its heading, which takes the focus.
import { effect } from '@preact/signals';
import { crossedMoment } from '../../src/core/moments.ts';
import { timeLeft } from '../../src/session/countdown.ts';
import { strings } from '../i18n/strings.ts';
import type { AppModel } from './app-model.ts';
import { steadyTicks, timeAt } from './ticker.ts';

const MOMENTS = { 60000: 'minute', 30000: 'halfMinute', 10000: 'tenSeconds' } as const;

/** How long an announcement stays (ms): it must be removed before the same text can be announced again. */
const STAY_MS = 5_000;

export function startAnnouncer(app: AppModel): void {
  app.list.subscribe((event) => {
    if (event.type === 'arrived') say(app, strings.announce.arrived(app.list.prompts.peek().length));
  });
  watchMoments(app);
}

function watchMoments(app: AppModel): void {
  let promptId: string | null = null;
  let before: number | null = null;
  effect(() => {
    const prompt = app.prompt.value;
    const countdown = prompt?.settlement.value ? null : prompt?.countdown.value;
    const left = countdown ? timeLeft(countdown, timeAt(steadyTicks)) : null;
    const moment = prompt?.id === promptId ? crossedMoment(before, left) : null;
    promptId = prompt?.id ?? null;
    before = left;
    if (moment !== null) say(app, strings.announce[MOMENTS[moment]]);
  });
}

let clearing: ReturnType<typeof setTimeout>;

function say({ announcement }: AppModel, text: string): void {
  announcement.value = text;
  clearTimeout(clearing);
  clearing = setTimeout(() => {
    announcement.value = '';
  }, STAY_MS);
}
