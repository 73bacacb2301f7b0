// Every state of the page, made the way it comes about: for what looks at all of them.
import type { Browser, Page } from 'playwright-core';
import type { Scope } from '../../helpers/choice.ts';
import { type Stage, setStage } from './browser.ts';
import { KIND_STATES } from './kind-states.ts';
import { OPEN_STATES } from './open-states.ts';
import { live } from './page.ts';
import { SETTLED_STATES } from './settled-states.ts';
import type { State } from './state.ts';
import { VIEW_STATES } from './view-states.ts';

export const STATES: readonly State[] = [...OPEN_STATES, ...KIND_STATES, ...SETTLED_STATES, ...VIEW_STATES];

type Look = (page: Page, variant: string) => Promise<void>;

const SCHEMES = ['light', 'dark'] as const;
/** A phone, and a window on a desk: px. */
const SIZES = [
  { width: 360, height: 740 },
  { width: 1280, height: 800 },
] as const;

/** Makes `state` on a stage of its own, without motion: what is looked at is where it comes to rest. */
export async function showState(browser: Browser, scope: Scope, state: State, look: Look): Promise<void> {
  await showOn(await setStage(browser, scope), state, look);
}

/** Makes `state` and shows it in every colour scheme and size, one after the other. */
export async function showOn(stage: Stage, { make }: State, look: Look): Promise<void> {
  const page = await make(stage);
  await page.bringToFront();
  await live(page);
  for (const colorScheme of SCHEMES) {
    for (const size of SIZES) {
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize(size);
      await look(page, `${colorScheme}-${size.width}`);
    }
  }
}
