// A soak: prompts that stay open, others that come and go beside them, tabs too; measured before, while and after.
import { setTimeout as delay } from 'node:timers/promises';
import type { Asker } from '../helpers/asker.ts';
import { countingIds } from '../helpers/ids.ts';
import { makeSpec } from '../helpers/prompts.ts';
import type { Figures, PortalProcess } from './portal-process.ts';

export interface SoakOptions {
  /** Prompts that stay open; with those that come and go, at most 1,000. */
  readonly held: number;
  readonly perSecond: number;
  readonly seconds: number;
  /** Prompts that come and go before the first measure, so that every memory of bounded size is full. */
  readonly warmUp: number;
  /** Measures on the way. */
  readonly samples: number;
}

export interface SoakResult {
  /** Before anything came. */
  readonly empty: Figures;
  /** With the held prompts, after the warm-up, and then on the way. */
  readonly samples: readonly Figures[];
  /** After everything went. */
  readonly left: Figures;
  readonly settled: number;
  readonly tabs: number;
}

/** Every so many prompts one is answered in a tab; the others by HTTP, or given up by their asker. */
const TAB_EVERY = 5;
/** Connections that are closed need a moment to leave the portal: ms. */
const CALM = 1_500;
const SPEC = makeSpec({ timeout_ms: 3_600_000 });

export async function soak(portal: PortalProcess, options: SoakOptions): Promise<SoakResult> {
  const { held, perSecond, seconds, warmUp } = options;
  const crowd = new Crowd(portal);
  const empty = await portal.measure();
  const waiting = await crowd.hold(held);
  await crowd.comeAndGo(warmUp, perSecond);
  const figures = [await calmFigures(portal)];
  for (let sample = 0; sample < options.samples; sample += 1) {
    await crowd.comeAndGo((perSecond * seconds) / options.samples, perSecond);
    figures.push(await calmFigures(portal));
  }
  for (const asker of waiting) asker.send({ type: 'cancel' });
  await Promise.all(waiting.map(({ closed }) => closed));
  return { empty, samples: figures, left: await calmFigures(portal), settled: crowd.settled, tabs: crowd.tabs };
}

async function calmFigures(portal: PortalProcess): Promise<Figures> {
  await delay(CALM);
  return portal.measure();
}

class Crowd {
  readonly #portal: PortalProcess;
  readonly #newId = countingIds();
  settled = 0;
  tabs = 0;

  constructor(portal: PortalProcess) {
    this.#portal = portal;
  }

  /** Opens `count` prompts that stay. */
  async hold(count: number): Promise<Asker[]> {
    const askers: Asker[] = [];
    for (let index = 0; index < count; index += 1) {
      const asker = await this.#portal.connectAsker();
      await asker.open(this.#newId(), SPEC);
      askers.push(asker);
    }
    return askers;
  }

  /** Opens and settles `count` prompts, `perSecond` of them a second where the machine can. */
  async comeAndGo(count: number, perSecond: number): Promise<void> {
    const began = performance.now();
    const lives: Promise<void>[] = [];
    for (let index = 0; index < count; index += 1) {
      await delay(Math.max(0, began + (index * 1_000) / perSecond - performance.now()));
      lives.push(this.#live(index));
      // A machine that falls behind is not to run into the limit on open prompts.
      if (index % 20 === 19) await Promise.all(lives.splice(0, Math.max(0, lives.length - 20)));
    }
    await Promise.all(lives);
  }

  async #live(index: number): Promise<void> {
    const id = this.#newId();
    const asker = await this.#portal.connectAsker();
    await asker.open(id, SPEC);
    if (index % TAB_EVERY === 0) await this.#answerInTab(id);
    else if (index % 2 === 0) await this.#portal.answer(id, { values: ['staging'] });
    else asker.send({ type: 'cancel' });
    if (index % TAB_EVERY === 0 || index % 2 === 0) {
      await asker.heard('settled');
      asker.send({ type: 'received' });
    }
    await asker.closed;
    this.settled += 1;
  }

  async #answerInTab(id: string): Promise<void> {
    const tab = await this.#portal.openTab(id);
    this.tabs += 1;
    await tab.view();
    tab.send({ type: 'draft', draft: { values: ['production'] } });
    await tab.request({ type: 'answer', answer: { values: ['staging'] } });
    tab.close();
  }
}
