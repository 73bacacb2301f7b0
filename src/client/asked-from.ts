// Gathers who asks, for the human to recognize it: from files and public variables alone. Starts no process, not even git,
// whose configuration could run another; what cannot be read is left out.
import { homedir } from 'node:os';
import { sep } from 'node:path';
import { type AskedFrom, isJobUrl, MAX_FROM_PATH, MAX_FROM_TEXT } from '../core/asked-from.ts';
import { defined } from '../core/defined.ts';
import { cutText, repairText } from '../core/text.ts';
import { currentAccount } from '../system/account.ts';
import { findWorkTree } from '../system/git-head.ts';
import { nameAskingProgram } from '../system/program-name.ts';

export interface FromOptions {
  /** Given by the caller; undefined for none. */
  readonly name: string | undefined;
  /** False to say nothing but the name. */
  readonly isGathered: boolean;
  readonly env: NodeJS.ProcessEnv;
  /** The process that started this one. */
  readonly parent?: number;
}

/** Returns what is known about this asker; undefined if that is nothing. */
export function gatherFrom({ name, isGathered, env, parent = process.ppid }: FromOptions): AskedFrom | undefined {
  const from: AskedFrom = { ...defined({ name }), ...(isGathered ? gather(env, parent) : {}) };
  return Object.keys(from).length === 0 ? undefined : from;
}

function gather(env: NodeJS.ProcessEnv, parent: number): AskedFrom {
  const directory = attempt(() => process.cwd());
  const tree = directory === undefined ? null : findWorkTree(directory);
  const { user, host } = currentAccount();
  const client = AGENTS.find(([variable]) => env[variable])?.[1];
  return defined({
    command: path(nameAskingProgram(parent) ?? undefined, env),
    cwd: path(directory, env),
    host: text(host),
    user: text(user),
    git: tree
      ? { repo: cutText(repairText(tree.repo), MAX_FROM_TEXT), ...defined({ branch: text(tree.branch) }) }
      : undefined,
    ci: findCi(env),
    agent: client === undefined ? undefined : { client },
  });
}

/** Variables that tell which agent runs this command; their values are not used. */
const AGENTS = [
  ['CLAUDECODE', 'Claude Code'],
  ['GEMINI_CLI', 'Gemini CLI'],
  ['CURSOR_AGENT', 'Cursor'],
  ['CODEX_SANDBOX', 'Codex'],
] as const;

function findCi(env: NodeJS.ProcessEnv): AskedFrom['ci'] {
  const found = readCi(env);
  if (!found) return undefined;
  const [provider, jobs, address] = found;
  const job = text(jobs.filter((part) => part).join(' / '));
  // What may follow the path, and a parameter in it, is not needed to find the page, and may be a secret.
  const url = address?.replace(/[?#;].*/s, '');
  return { provider, ...defined({ job, url: url !== undefined && isJobUrl(url) ? url : undefined }) };
}

/** The provider, the names that lead to the job, and the address of the job or of its run. */
function readCi(
  env: NodeJS.ProcessEnv,
): [provider: string, jobs: (string | undefined)[], url: string | undefined] | null {
  if (env.GITHUB_ACTIONS) {
    const { GITHUB_SERVER_URL, GITHUB_REPOSITORY, GITHUB_RUN_ID, GITHUB_WORKFLOW, GITHUB_JOB } = env;
    const run = [GITHUB_SERVER_URL, GITHUB_REPOSITORY, 'actions/runs', GITHUB_RUN_ID];
    return ['GitHub Actions', [GITHUB_WORKFLOW, GITHUB_JOB], run.every((part) => part) ? run.join('/') : undefined];
  }
  if (env.GITLAB_CI) return ['GitLab CI', [env.CI_JOB_NAME], env.CI_JOB_URL];
  if (env.BUILDKITE) return ['Buildkite', [env.BUILDKITE_PIPELINE_SLUG, env.BUILDKITE_LABEL], env.BUILDKITE_BUILD_URL];
  if (env.JENKINS_URL) return ['Jenkins', [env.JOB_NAME], env.BUILD_URL];
  if (env.CIRCLECI) return ['CircleCI', [env.CIRCLE_JOB], env.CIRCLE_BUILD_URL];
  return null;
}

function text(found: string | undefined): string | undefined {
  return found ? cutText(repairText(found), MAX_FROM_TEXT) : undefined;
}

/** A path with `~` for the home directory. A long one keeps its end, which says more. */
function path(found: string | undefined, env: NodeJS.ProcessEnv): string | undefined {
  if (!found) return undefined;
  const home = env.HOME || attempt(homedir) || '';
  const isInside = home.length > 1 && (found === home || found.startsWith(home + sep));
  const short = isInside ? `~${found.slice(home.length)}` : found;
  const characters = [...repairText(short)];
  return characters.length <= MAX_FROM_PATH ? characters.join('') : `…${characters.slice(1 - MAX_FROM_PATH).join('')}`;
}

function attempt<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
