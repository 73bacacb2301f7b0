// A real Chromium for the whole run, and a fresh profile per visitor. Whatever a page complains of fails its test.
import assert from 'node:assert/strict';
import { after } from 'node:test';
import { type Browser, type BrowserContext, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { findChromium, findHeadlessShell } from '../../../scripts/find-chromium.ts';
import { type Home, makeHome, type Scope } from '../../helpers/choice.ts';
import { live } from './page.ts';

export const CHROMIUM_FLAGS = [
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Nothing is drawn in each frame, which would take a third of what a page costs: only tests of what moves ask for it. */
const STILL: BrowserContextOptions = { reducedMotion: 'reduce' };
export const MOVING: BrowserContextOptions = { reducedMotion: 'no-preference' };
/** How long a page may take to show what is waited for: ms. */
const WAIT_TIMEOUT_MS = 30_000;

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
  return chromium.launch({ executablePath, args: CHROMIUM_FLAGS, chromiumSandbox: process.getuid?.() !== 0 });
}

export interface BrowserOptions {
  /** The tests need what belongs to a desktop: notifications. */
  readonly isWhole?: boolean;
}

/** The browsers of this process, one with a desktop's interface and one without: to start one takes longer than most tests. */
const browsers = new Map<string, Promise<Browser>>();
const endings: (() => void | Promise<void>)[] = [];
let isEndingSet = false;

/** Once for this process, at the top level of a test file: ends stages and then browsers after the last test. */
function endWithProcess(): void {
  if (isEndingSet) return;
  isEndingSet = true;
  after(async () => {
    for (const end of endings.reverse()) await end();
    for (const browser of browsers.values()) await (await browser).close();
  });
}

function findBrowser({ isWhole = false }: BrowserOptions): Promise<Browser> {
  const path = isWhole ? findChromium() : findHeadlessShell();
  const running = browsers.get(String(path)) ?? launchChromium(path);
  browsers.set(String(path), running);
  return running;
}

/** The Chromium that the test files of this process share, started for the first test that wants it. */
export function useBrowser(options: BrowserOptions = {}): () => Promise<Browser> {
  endWithProcess();
  return () => findBrowser(options);
}

/** The same, and the way to set the stage for each of its tests. */
export function useChromium(options: BrowserOptions = {}): (t: Scope, stage?: StageOptions) => Promise<Stage> {
  const browser = useBrowser(options);
  return async (t, stage) => setStage(await browser(), t, stage);
}

/**
 * One stage for all tests of this file, one after the other: for those to which it does not matter what was asked before.
 * The pages and the commands of a test end with it.
 */
export function useOneStage(): (t: Scope) => Promise<Stage> {
  const browser = useBrowser();
  let stage: Promise<Stage> | null = null;
  const setOnce = async () => setStage(await browser(), { after: (end) => endings.push(end) });
  return async (t) => {
    stage ??= setOnce();
    const { context, home, ...others } = await stage;
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
    const visitor = await visit(browser, { ...STILL, ...options.visitor }, (complaint) => complaints.push(complaint));
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
  context.setDefaultTimeout(WAIT_TIMEOUT_MS);
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
