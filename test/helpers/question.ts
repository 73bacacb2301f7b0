// Questions of every kind, answered as a page answers them.
import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Answer } from '../../src/core/prompt.ts';
import type { JournalRecord } from '../../src/portal/store/journal-record.ts';
import type { SettingsChange } from '../../src/protocol/settings.ts';
import type { PromptView } from '../../src/protocol/view.ts';
import { type Asker, type Command, type Home, idOf, type Result, start } from './choice.ts';
import { runInProcess, startInProcess } from './in-process.ts';
import { openTab } from './tab.ts';

/** A command whose prompt is registered. */
type Registered<C extends Command = Command> = C & { readonly link: URL; readonly id: string };

/** Starts `choice ARGS` and waits until its prompt is registered. */
export function pose(home: Home, args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Asker> {
  return registered(start(home, args, env));
}

/** The same in this process, with a portal of its own in it. */
export function poseInProcess(
  home: Home,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
  stdin?: string,
): Promise<Registered> {
  const input = stdin === undefined ? {} : { stdin };
  return registered(startInProcess(home, args, { env, ...input }));
}

/** `running`, once its prompt is registered. */
export async function registered<C extends Command>(running: C): Promise<Registered<C>> {
  const link = await running.url();
  return { ...running, link, id: idOf(link) };
}

/** Submits `answer` from a tab and gives the verdict: `accepted`, or the reason of the refusal. */
export async function submit({ link }: { readonly link: URL }, answer: Answer): Promise<string> {
  const tab = await openTab(link);
  const verdict = await tab.request({ type: 'answer', answer });
  tab.close();
  return verdict.type === 'refused' ? verdict.reason : verdict.type;
}

/** Submits `answer`, which must be accepted, and gives the end of the command. */
export async function settle(asker: Registered, answer: Answer): Promise<Result> {
  assert.equal(await submit(asker, answer), 'accepted');
  return asker.exit;
}

/** The prompt as its pages see it. */
export async function view({ link }: { readonly link: URL }): Promise<PromptView> {
  const tab = await openTab(link);
  const prompt = await tab.look();
  tab.close();
  return prompt;
}

/** Runs `choice ARGS` in this process, which must be a usage error: exit code 2, one line, an empty stdout, nothing started. */
export async function assertBadUsage(
  home: Home,
  args: readonly string[],
  complaint: RegExp,
  env: Readonly<Record<string, string>> = {},
  stdin?: string | Uint8Array,
): Promise<void> {
  const input = stdin === undefined ? {} : { stdin };
  assertUsageError(home, await runInProcess(home, args, { env, ...input }), complaint);
}

/** Fails unless `result` is that of a usage error which started nothing. */
export function assertUsageError(home: Home, { code, stdout, stderr }: Result, complaint: RegExp): void {
  assert.deepEqual([code, stdout], [2, ''], stderr);
  assert.match(stderr, /^choice: [^\n]+\n$/);
  assert.match(stderr, complaint);
  assert.ok(stderr.length < 600, 'what is long is cut short');
  for (const name of ['state', 'run', 'log']) {
    assert.equal(existsSync(join(home.directory, name)), false, `no portal made ${name}`);
  }
}

/** Writes `content` into a file of the home's own and gives its path. */
export function writeIn(home: Home, name: string, content: string | Uint8Array): string {
  const path = join(home.directory, name);
  writeFileSync(path, content);
  return path;
}

/** Writes the home's file of settings, as the page and `choice config` do. */
export function writeSettings(home: Home, settings: SettingsChange | string): void {
  const directory = join(home.directory, 'config');
  mkdirSync(directory, { mode: 0o700 });
  const text = typeof settings === 'string' ? settings : JSON.stringify(settings);
  writeFileSync(join(directory, 'config.json'), text, { mode: 0o600 });
}

/** What the home's journals hold, oldest first. */
export function readJournal(home: Home): JournalRecord[] {
  const directory = join(home.directory, 'state', 'journal');
  return readdirSync(directory)
    .sort()
    .flatMap((name) => readFileSync(join(directory, name), 'utf8').split('\n'))
    .filter((line) => line !== '')
    .map((line): JournalRecord => JSON.parse(line));
}
