// The git work tree around a directory and what it has checked out, from git's files.
import { readFileSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';

export interface WorkTree {
  /** Name of the work tree's directory. */
  readonly repo: string;
  /** The branch, or the short commit where none is checked out. */
  readonly branch?: string;
}

/** The files read here are of one line each; a longer one is something else. */
const MAX_FILE_BYTES = 4_096;
/** How many directories to climb. */
const MAX_DEPTH = 40;

/** Finds the work tree that `directory` is in; null where there is none, or where it cannot be read. */
export function findWorkTree(directory: string): WorkTree | null {
  let at = directory;
  for (let depth = 0; depth < MAX_DEPTH; depth += 1) {
    const head = readHead(join(at, '.git'));
    if (head !== null) return describeHead(basename(at), head);
    const above = dirname(at);
    if (above === at) return null;
    at = above;
  }
  return null;
}

function describeHead(repo: string, head: string): WorkTree | null {
  if (repo === '') return null;
  const branch = /^ref: refs\/heads\/(.+)/.exec(head)?.[1] ?? /^[0-9a-f]{40,64}$/.exec(head)?.[0].slice(0, 7);
  // The reftable format has a placeholder here.
  return { repo, ...(branch === undefined || branch === '.invalid' ? {} : { branch }) };
}

/** Returns HEAD of the repository at `git`: a directory, or in worktrees and submodules a file that names it. */
function readHead(git: string): string | null {
  const direct = readLine(join(git, 'HEAD'));
  if (direct !== null) return direct;
  const named = /^gitdir: (.+)/.exec(readLine(git) ?? '')?.[1];
  return named === undefined ? null : readLine(join(resolve(dirname(git), named), 'HEAD'));
}

/** The first line of a small regular file; null for anything else: a pipe in its place would never end. */
function readLine(path: string): string | null {
  try {
    const found = statSync(path, { throwIfNoEntry: false });
    if (!found?.isFile() || found.size > MAX_FILE_BYTES) return null;
    return readFileSync(path, 'utf8').split('\n', 1)[0]?.trimEnd() ?? null;
  } catch {
    return null;
  }
}
