// The title and icon of the browser tab, with the time left in both.
import { computed, effect } from '@preact/signals';
import { plainLine } from '../../src/core/visible-text.ts';
import type { PromptView } from '../../src/protocol/view.ts';
import { timeLeft } from '../../src/session/countdown.ts';
import { nameFrom } from '../../src/words/describe-from.ts';
import { strings } from '../i18n/strings.ts';
import type { PromptModel } from '../prompt/prompt-model.ts';
import { nameSettlement } from '../prompt/settled-words.ts';
import { describeLeft, fractionLeft, isUrgent } from '../prompt/time-left.ts';
import type { AppModel } from './app-model.ts';
import { steadyTicks, timeAt } from './ticker.ts';

/** The icon changes in this many steps, since browsers are slow to update it. */
const STEPS = 24;
/** A title longer than this, in characters, names no asker. */
const MAX_NAMED = 60;
const COLOURS = { calm: '#0b7a75', urgent: '#d9480f', settled: '#868e96' } as const;

export function startTabTitle(app: AppModel): void {
  const title = computed(() => describeTitle(app));
  const icon = computed(() => describeIcon(app.prompt.value));
  effect(() => {
    document.title = title.value;
  });
  effect(() => {
    document.querySelector('link[rel=icon]')?.setAttribute('href', icon.value);
  });
}

function describeTitle(app: AppModel): string {
  const prompt = app.prompt.value;
  const view = prompt?.view.value;
  const route = app.route.value.name;
  if (app.access.value === 'elsewhere' || app.access.value === 'outdated') return strings.brand;
  if (route === 'history' || route === 'settings') return `${strings[route].title} · ${strings.brand}`;
  if (!prompt || !view) {
    const count = app.list.prompts.value.length;
    return count === 0 ? strings.brand : `(${count}) ${strings.activePrompts} · ${strings.brand}`;
  }
  // Browsers record every title of a page: until the settings are known, the title leaves out the question.
  const isPrivate = app.settings.value?.private_titles ?? true;
  const name = isPrivate ? strings.brand : nameQuestion(view);
  const state = describeState(prompt);
  return state === null ? name : `${state} · ${name}`;
}

/** The question, and who asks it while the title is short enough for a tab that is one of several. */
function nameQuestion({ spec, from }: PromptView): string {
  const question = plainLine(spec.question);
  const asker = nameFrom(from, strings.askedFrom);
  const named = `${question} · ${asker}`;
  return asker === '' || named.length > MAX_NAMED ? question : named;
}

function describeState(prompt: PromptModel): string | null {
  const settlement = prompt.settlement.value;
  if (settlement) return nameSettlement(settlement);
  const countdown = prompt.countdown.value;
  const left = countdown ? timeLeft(countdown, timeAt(steadyTicks)) : null;
  return left === null ? null : describeLeft(left);
}

function describeIcon(prompt: PromptModel | null): string {
  const countdown = prompt?.countdown.value;
  if (!prompt || !countdown || prompt.settlement.value) return drawIcon(1, prompt ? 'settled' : 'calm');
  const now = timeAt(steadyTicks);
  const fraction = Math.ceil(fractionLeft(countdown, now) * STEPS) / STEPS;
  return drawIcon(fraction, isUrgent(timeLeft(countdown, now)) ? 'urgent' : 'calm');
}

function drawIcon(fraction: number, mood: keyof typeof COLOURS): string {
  const ring = `cx="16" cy="16" r="12" fill="none" stroke="${COLOURS[mood]}" stroke-width="6"`;
  const arc = `pathLength="1" stroke-dasharray="${fraction.toFixed(3)} 2" transform="rotate(-90 16 16)"`;
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><circle ${ring} opacity=".25"/><circle ${ring} ${arc}/></svg>`;
  return `data:image/svg+xml,${encodeURIComponent(svg)}`;
}
