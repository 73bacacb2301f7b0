// Who asks, and from where, in the asker's own words: nothing here is verified. Pure.
import { defined } from './defined.ts';
import { cutText } from './text.ts';

/** What the asker says about itself. A field that it does not know is absent. */
export interface AskedFrom {
  /** Given by the caller (`--from`). */
  readonly name?: string;
  /** The program or script that asks, without its arguments. */
  readonly command?: string;
  /** The working directory; `~` stands for the home directory. */
  readonly cwd?: string;
  readonly host?: string;
  readonly user?: string;
  /** The work tree around the working directory, and its branch or short commit. */
  readonly git?: { readonly repo: string; readonly branch?: string };
  readonly ci?: { readonly provider: string; readonly job?: string; readonly url?: string };
  readonly agent?: { readonly client: string; readonly session?: string };
}

/** Bounds of these texts, in characters. */
export const MAX_FROM_TEXT = 100;
export const MAX_FROM_PATH = 200;
export const MAX_FROM_URL = 500;
/** In the live list, which has up to six of these texts for each prompt. */
const MAX_BRIEF_TEXT = 24;

/** The last parts are printable ASCII, and nothing before them can hold a user name, a password or a second host. */
const JOB_URL = /^https?:\/\/[\w.~%:[\]-]+(?:[/?#][\x21-\x7e]*)?$/i;

/** True for an http or https URL without credentials: one that a page may link to. */
export function isJobUrl(url: string): boolean {
  return url.length <= MAX_FROM_URL && JOB_URL.test(url);
}

/** What one line about the asker shows. Its size is bounded, whatever the asker said. */
export type BriefFrom = Omit<AskedFrom, 'host' | 'user'>;

/** The short form of `from`: what its label shows, with each text cut short. */
export function briefFrom({ name, command, cwd, git, ci, agent }: AskedFrom): BriefFrom {
  const cut = (text: string | undefined) => (text === undefined ? undefined : cutText(text, MAX_BRIEF_TEXT));
  return defined({
    name: cut(name),
    command: name === undefined && command !== undefined ? cut(lastPart(command)) : undefined,
    cwd: git === undefined && cwd !== undefined ? cut(lastPart(cwd)) : undefined,
    git: git && { repo: cutText(git.repo, MAX_BRIEF_TEXT), ...defined({ branch: cut(git.branch) }) },
    ci: ci && { provider: cutText(ci.provider, MAX_BRIEF_TEXT), ...defined({ job: cut(ci.job) }) },
    agent: agent && { client: cutText(agent.client, MAX_BRIEF_TEXT) },
  });
}

/** The last part of a path; the whole for one that ends with a slash, such as the root. */
export function lastPart(path: string): string {
  return /[^/\\]+$/.exec(path)?.[0] ?? path;
}
