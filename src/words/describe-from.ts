// Who asks, in words, for every surface and in every language. All of it is on one line and safe to display. Pure.
import { type AskedFrom, type BriefFrom, isJobUrl, lastPart } from '../core/asked-from.ts';
import { cutText } from '../core/text.ts';
import { plainLine } from '../core/visible-text.ts';
import type { AskedFromWords } from './en.ts';

/** One thing that is known about the asker. */
export interface FromPart {
  readonly text: string;
  /** The page of the CI job. */
  readonly url?: string;
}

/** Limits in characters: of one part, where marks of hidden characters may have made it longer, and of a label. */
const MAX_PART = 220;
const MAX_LABEL_PART = 40;
const MAX_LABEL = 90;
const SEPARATOR = ' · ';

/** Everything known about the asker, the most telling part first. Empty when nothing is known. */
export function fromParts(from: AskedFrom | undefined, words: AskedFromWords): FromPart[] {
  if (!from) return [];
  const { name, command, cwd, host, user, git, ci, agent } = from;
  const url = ci?.url !== undefined && isJobUrl(ci.url) ? { url: ci.url } : {};
  const texts = [
    { text: name },
    { text: agent && [agent.client, agent.session].filter((part) => part !== undefined).join(' ') },
    { text: ci && nameJob(ci, words), ...url },
    { text: command },
    { text: git && nameTree(git, words) },
    { text: cwd },
    { text: user !== undefined && host !== undefined ? `${user}@${host}` : (user ?? host) },
  ];
  return texts.flatMap(({ text, ...rest }) => {
    const shown = show(text, MAX_PART);
    return shown === '' ? [] : [{ text: shown, ...rest }];
  });
}

/** Everything known about the asker as one text; empty when nothing is known. */
export function describeFrom(from: AskedFrom | undefined, words: AskedFromWords): string {
  return fromParts(from, words)
    .map(({ text }) => text)
    .join(SEPARATOR);
}

/**
 * A short label: the name, else the CI job, else agent and script; then the work tree or the directory. Empty when none of
 * them is known.
 */
export function labelFrom(from: BriefFrom | undefined, words: AskedFromWords): string {
  const { git, cwd } = from ?? {};
  const place = git ? nameTree(git, words) : cwd === undefined ? undefined : lastPart(cwd);
  return cutText([...subjects(from, words), ...shown([place])].join(SEPARATOR), MAX_LABEL);
}

/** The shortest name of the asker, for places with room for a word or two; empty when there is none. */
export function nameFrom(from: BriefFrom | undefined, words: AskedFromWords): string {
  const [first] = subjects(from, words);
  return first ?? '';
}

/** The prompts of one asker. */
export interface AskerGroup<T> {
  /** Empty for prompts whose asker said nothing. */
  readonly label: string;
  readonly prompts: readonly T[];
}

/**
 * Groups `prompts` by the label of their asker, in order of each group's first prompt. Those without a label come first, so
 * that a list with headings cannot show them under that of another.
 */
export function groupByAsker<T>(
  prompts: readonly T[],
  fromOf: (prompt: T) => BriefFrom | undefined,
  words: AskedFromWords,
): AskerGroup<T>[] {
  const groups = new Map<string, T[]>([['', []]]);
  for (const prompt of prompts) {
    const label = labelFrom(fromOf(prompt), words);
    const group = groups.get(label);
    if (group) group.push(prompt);
    else groups.set(label, [prompt]);
  }
  return [...groups].flatMap(([label, group]) => (group.length === 0 ? [] : [{ label, prompts: group }]));
}

function nameTree({ repo, branch }: NonNullable<AskedFrom['git']>, words: AskedFromWords): string {
  return branch === undefined ? repo : words.tree(repo, branch);
}

function nameJob({ provider, job }: NonNullable<AskedFrom['ci']>, words: AskedFromWords): string {
  return job === undefined ? provider : words.job(provider, job);
}

/** What may stand for the asker in a label, the best first. */
function subjects(from: BriefFrom | undefined, words: AskedFromWords): string[] {
  const { name, command, ci, agent } = from ?? {};
  const job = ci && nameJob(ci, words);
  const script = name === undefined && job === undefined && command !== undefined ? lastPart(command) : undefined;
  return shown([name, job, agent?.client, script]);
}

/** Those of `texts` that show something, each at a length for a label. */
function shown(texts: readonly (string | undefined)[]): string[] {
  return texts.map((text) => show(text, MAX_LABEL_PART)).filter((text) => text !== '');
}

function show(text: string | undefined, length: number): string {
  return text === undefined ? '' : cutText(plainLine(text), length);
}
