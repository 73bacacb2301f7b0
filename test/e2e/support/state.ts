// One state of the page, and what makes most of them.
import type { Page } from 'playwright-core';
import { ask, run } from '../../helpers/choice.ts';
import type { Stage } from './browser.ts';
import { button, live } from './page.ts';

export interface State {
  readonly name: string;
  /** Gives a page that is in this state, and stays there for as long as its prompt has time. */
  make(stage: Stage): Promise<Page>;
}

export const QUESTION = ['Where should this build be deployed?', 'staging', 'production', 'nowhere'] as const;
export const MARKED = ['--recommended', 'staging', '--fallback', 'nowhere', ...QUESTION] as const;

/** Asks with `--detach`, and opens the page once nobody waits. */
export async function askDetached({ home, open }: Stage, args: readonly string[]) {
  const { stdout } = await run(home, ['ask', '--detach', '--json', ...args]);
  const { id, url }: { id: string; url: string } = JSON.parse(stdout);
  const page = await open(new URL(url));
  await button(page, 'Submit').waitFor();
  await page.getByTestId('unattended').waitFor();
  await live(page);
  return { id, page };
}

/** Asks, and opens the prompt's page. */
export async function askAndOpen({ home, open }: Stage, args: readonly string[]) {
  const asker = await ask(home, args);
  const page = await open(asker.link);
  await button(page, 'Submit').waitFor();
  await live(page);
  return { asker, page };
}
