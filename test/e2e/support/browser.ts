// A real Chromium for the whole run, and a fresh profile per visitor. Whatever a page complains of fails its test.
import assert from 'node:assert/strict';
import { after, before } from 'node:test';
import { type Browser, type BrowserContext, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { CHROMIUM_FLAGS, SHARED_CHROMIUM } from '../../../scripts/chromium-server.ts';
import { findChromium } from '../../../scripts/find-chromium.ts';
import { type Home, makeHome, type Scope } from '../../helpers/choice.ts';
import { live } from './page.ts';

/** For who does not look at what moves: nothing is drawn in each frame. */
export const STILL: BrowserContextOptions = { reducedMotion: 'reduce' };
/** How long a page may take to show what is waited for: ms. */
const PATIENCE = 30_000;

/** One person's browser: shares nothing with another's. */
export interface Visitor {
  readonly context: BrowserContext;
  /** A new tab at `url`. */
  open(url: URL | string): Promise<Page>;
}

/** A home for the commands of one test and the first visitor of its portal. What is to follow it runs while both are there. */
export interface Stage extends Visitor, Scope {
  readonly home: Home;
  newVisitor(): Promise<Visitor>;
  /** Complaints that match are no fault: the test brings them about. */
  expectComplaint(pattern: RegExp): void;
}

export interface StageOptions {
  /** Added to the environment of every command. */
  readonly env?: Readonly<Record<string, string>>;
  readonly visitor?: BrowserContextOptions;
}

/** Starts Chromium as people have it. The sandbox cannot be had by root. */
export function launchChromium(executablePath = findChromium()): Promise<Browser> {
  assert.ok(executablePath, 'no Chromium; npm test installs one where it can');
  return chromium.launch({ executablePath, args: [...CHROMIUM_FLAGS], chromiumSandbox: process.getuid?.() !== 0 });
}

export interface BrowserOptions {
  /** The tests need what belongs to a desktop: notifications. */
  readonly isWhole?: boolean;
}

/** Connects to the Chromium that the test command shares between files. */
function connectToShared(): Promise<Browser> {
  const endpoint = process.env[SHARED_CHROMIUM];
  assert.ok(endpoint, `${SHARED_CHROMIUM} is not set; run end-to-end tests by npm test`);
  return chromium.connect(endpoint);
}

/** Gives this test file a Chromium, from its first test to its last: the shared one, or one of its own with a desktop. */
export function useBrowser({ isWhole = false }: BrowserOptions = {}): () => Browser {
  let browser: Browser | null = null;
  before(async () => {
    browser = await (isWhole ? launchChromium() : connectToShared());
  });
  after(() => browser?.close());
  return () => browser ?? assert.fail('Chromium is not there yet');
}

/** The same, and the way to set the stage for each of its tests. */
export function useChromium(options: BrowserOptions = {}): (t: Scope, stage?: StageOptions) => Promise<Stage> {
  const browser = useBrowser(options);
  return (t, stage) => setStage(browser(), t, stage);
}

/**
 * One stage for all tests of this file, one after the other: for those to which it does not matter what was asked before.
 * The pages and the commands of a test end with it.
 */
export function useOneStage(): (t: Scope) => Stage {
  let stage: Stage | null = null;
  const endings: (() => void | Promise<void>)[] = [];
  before(async () => {
    const browser = await connectToShared();
    endings.push(() => browser.close());
    stage = await setStage(browser, { after: (end) => endings.push(end) }, { visitor: STILL });
  });
  after(async () => {
    for (const end of endings.reverse()) await end();
  });
  return (t) => {
    const { context, home, ...others } = stage ?? assert.fail('the stage is not there yet');
    t.after(async () => {
      for (const page of context.pages()) await page.close();
      for (const child of home.children) child.kill('SIGKILL');
    });
    return { ...others, context, home, after: (end) => t.after(end) };
  };
}

/** Sets the stage for one test, or for what `scope` stands for. */
export async function setStage(browser: Browser, scope: Scope, options: StageOptions = {}): Promise<Stage> {
  const complaints: string[] = [];
  const expected: RegExp[] = [];
  const visitors: Visitor[] = [];
  const endings: (() => void | Promise<void>)[] = [];
  const endHome: typeof endings = [];
  scope.after(async () => {
    for (const end of endings) await end();
    // Pages before the portal: they would complain of its end.
    for (const { context } of visitors) await context.close();
    for (const end of endHome) await end();
    const faults = complaints.filter((complaint) => !expected.some((pattern) => pattern.test(complaint)));
    assert.deepEqual(faults, [], 'complaints of the pages');
  });
  const home = makeHome({ after: (end) => endHome.push(end) }, options.env);
  const newVisitor = async () => {
    const visitor = await visit(browser, options.visitor ?? {}, (complaint) => complaints.push(complaint));
    visitors.push(visitor);
    return visitor;
  };
  return {
    ...(await newVisitor()),
    home,
    newVisitor,
    expectComplaint: (pattern) => expected.push(pattern),
    after: (end) => endings.push(end),
  };
}

async function visit(
  browser: Browser,
  options: BrowserContextOptions,
  complain: (complaint: string) => void,
): Promise<Visitor> {
  const context = await browser.newContext(options);
  context.setDefaultTimeout(PATIENCE);
  context.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complain(`console: ${message.text()} ${message.location().url}`);
  });
  context.on('weberror', (error) => complain(`uncaught: ${error.error()}`));
  context.on('dialog', (dialog) => {
    complain(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  context.on('page', (page) => page.on('crash', () => complain('crashed')));
  // What the transpiler of these tests calls where they give a function a name.
  await context.addInitScript({ content: 'globalThis.__name = (named) => named;' });
  await context.addInitScript(() => {
    addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI, sample }) => {
      console.error('content security policy:', violatedDirective, blockedURI, sample);
    });
  });
  const open = async (url: URL | string) => {
    const page = await context.newPage();
    // As a human, who waits until a prompt takes input; what goes by page.mouse and page.keyboard does not.
    await page.addLocatorHandler(page.locator('.columns[data-live=false]'), () => live(page), {
      noWaitAfter: true,
    });
    await page.goto(String(url));
    return page;
  };
  return { context, open };
}
