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

/** Limits in characters: of a part, where marks of hidden characters may have made it longer, and of a label. */
const MAX_WHOLE = 220;
const MAX_PART = 40;
const MAX_LABEL = 90;

/** Everything known about the asker, the most telling part first; empty when nothing is known. */
export function allParts(from: AskedFrom | undefined, words: AskedFromWords): FromPart[] {
  const { name, command, cwd, git, ci, agent } = from ?? {};
  const client = agent && [agent.client, agent.session].filter((part) => part !== undefined).join(' ');
  const texts = [part(name), jobPart(ci, words), part(client), part(command), part(git && nameTree(git, words))];
  return cutParts([...texts, part(cwd), part(nameUser(from))], MAX_WHOLE);
}

/** What one line beside the question says: what a label does, with user and host. */
export function lineParts(from: AskedFrom | undefined, words: AskedFromWords): FromPart[] {
  return cutParts([...labelParts(from, words), part(nameUser(from))], MAX_PART);
}

/** The parts as one text. */
export function joinParts(parts: readonly FromPart[]): string {
  return parts.map(({ text }) => text).join(' · ');
}

/**
 * A short label: the name, else the CI job, else agent and script; then the work tree or the directory. Empty when none of
 * them is known.
 */
export function labelFrom(from: BriefFrom | undefined, words: AskedFromWords): string {
  return cutText(joinParts(cutParts(labelParts(from, words), MAX_PART)), MAX_LABEL);
}

/** The shortest name of the asker, for places with room for a word or two; empty when there is none. */
export function nameFrom(from: BriefFrom | undefined, words: AskedFromWords): string {
  const [first] = cutParts(subjects(from, words), MAX_PART);
  return first?.text ?? '';
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

type MaybePart = Omit<FromPart, 'text'> & { readonly text: string | undefined };

function part(text: string | undefined): MaybePart {
  return { text };
}

function jobPart(ci: AskedFrom['ci'], words: AskedFromWords): MaybePart {
  if (!ci) return part(undefined);
  const text = ci.job === undefined ? ci.provider : words.job(ci.provider, ci.job);
  return { text, ...(ci.url !== undefined && isJobUrl(ci.url) ? { url: ci.url } : {}) };
}

/** What may stand for the asker, the best first. */
function subjects(from: BriefFrom | undefined, words: AskedFromWords): MaybePart[] {
  const { name, command, ci, agent } = from ?? {};
  // Beside a name or a job, the script tells little: in CI it is often a temporary file.
  const script = name === undefined && ci === undefined && command !== undefined ? lastPart(command) : undefined;
  return [part(name), jobPart(ci, words), part(agent?.client), part(script)];
}

function labelParts(from: BriefFrom | undefined, words: AskedFromWords): MaybePart[] {
  const { git, cwd } = from ?? {};
  const place = git ? nameTree(git, words) : cwd === undefined ? undefined : lastPart(cwd);
  return [...subjects(from, words), part(place)];
}

function nameTree({ repo, branch }: NonNullable<AskedFrom['git']>, words: AskedFromWords): string {
  return branch === undefined ? repo : words.tree(repo, branch);
}

function nameUser({ user, host }: AskedFrom = {}): string | undefined {
  return user !== undefined && host !== undefined ? `${user}@${host}` : (user ?? host);
}

/** Those of `parts` that show something, on one line and cut to `length` each. */
function cutParts(parts: readonly MaybePart[], length: number): FromPart[] {
  return parts
    .map(({ text = '', ...rest }) => ({ ...rest, text: cutText(plainLine(text), length) }))
    .filter(({ text }) => text !== '');
}
