// Checks which folder may import which, and that there are no cycles, from the import statements themselves.
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';

const PAGE = ['core', 'protocol', 'session', 'words', 'web/i18n', 'web/styles'];

/** Room (a folder) → rooms it may import. `?` marks one that may only be loaded lazily, by `import()`, or for its types. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  core: [],
  protocol: ['core'],
  markdown: [],
  session: ['core', 'protocol'],
  words: ['core', 'protocol'],
  system: ['core', 'protocol'],
  transport: [],
  security: ['protocol', 'system', 'transport'],
  portal: ['core', 'protocol', 'system', 'security', 'transport'],
  client: ['core', 'protocol', 'session', 'system', 'security', 'portal?'],
  terminal: ['core', 'protocol', 'session', 'words', 'markdown', 'system', 'client'],
  cli: ['core', 'protocol', 'words', 'system', 'client', 'portal?', 'terminal?'],
  // The page, by subject. Its shell puts the subjects together, and holds what all of them use.
  'web/i18n': ['core', 'protocol', 'words'],
  'web/shell': [...PAGE, 'web/prompt', 'web/history', 'web/settings', 'web/notifications', 'web/worker'],
  'web/prompt': [...PAGE, 'web/shell', 'markdown?'],
  'web/history': [...PAGE, 'web/shell', 'web/prompt'],
  'web/settings': [...PAGE, 'web/shell', 'web/notifications'],
  'web/notifications': [...PAGE, 'web/shell', 'web/prompt', 'web/worker'],
  'web/worker': ['core', 'protocol', 'web/i18n'],
};

/** Pure rooms, and the packages that they may use; Node's own modules are not among them. */
const PURE_ROOMS: Readonly<Record<string, readonly string[]>> = {
  core: ['valibot'],
  protocol: ['valibot'],
  session: [],
  words: [],
  markdown: ['marked'],
};
/** The native engine, and the only folder whose files may name it. */
const NATIVE_ENGINE = 'uWebSockets.js';
const NATIVE_ENGINE_HOME = 'src/transport';

interface Import {
  readonly target: string;
  /** Loaded together with the module: neither `import type` nor `import()`. */
  readonly isStatic: boolean;
  /** By `import()`. */
  readonly isLazy: boolean;
}

/**
 * Finds every import in `source` by a regular expression: good enough for code in the one shape that a formatter gives it.
 */
function readImports(source: string): Import[] {
  const statements = source.matchAll(
    /^(?:import|export)\s+(type\s)?[^;'"]*?from\s+'([^']+)'|^import\s+'([^']+)'|\bimport\('([^']+)'\)/gm,
  );
  return [...statements].map(([, type, from, bare, lazy]) => ({
    target: from ?? bare ?? lazy ?? '',
    isStatic: lazy === undefined && type === undefined,
    isLazy: lazy !== undefined,
  }));
}

function roomOf(path: string): string | null {
  const [top, second] = path.split('/');
  if (second === undefined) return null;
  return top === 'src' ? second : top === 'web' ? `web/${second}` : null;
}

function findFault(file: string, { target, isStatic }: Import): string | null {
  const room = roomOf(file) ?? '';
  if (!target.startsWith('.')) {
    if (PURE_ROOMS[room]?.includes(target) === false) return `${room} is pure and may not use ${target}`;
    if (target.startsWith(NATIVE_ENGINE) && !file.startsWith(NATIVE_ENGINE_HOME))
      return `only ${NATIVE_ENGINE_HOME} may name ${target}`;
    return null;
  }
  const targetRoom = roomOf(relative('.', resolve(dirname(file), target)));
  if (targetRoom === null || targetRoom === room) return null;
  const allowed = MAY_IMPORT[room] ?? [];
  if (allowed.includes(targetRoom) || (!isStatic && allowed.includes(`${targetRoom}?`))) return null;
  return `${room} may not import ${targetRoom} (${target})`;
}

function listSources(directory: string): string[] {
  return readdirSync(directory, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name))
    .map((name) => join(directory, name));
}

/**
 * Returns the files in import cycles, type imports included: removes files that import none of the others until every file
 * that is left imports one.
 */
function findCycles(imports: ReadonlyMap<string, readonly string[]>): string[] {
  const left = new Set(imports.keys());
  const isLeaf = (file: string) => !(imports.get(file) ?? []).some((target) => left.has(target));
  for (let leaves = [...left]; leaves.length > 0; ) {
    leaves = [...left].filter(isLeaf);
    for (const leaf of leaves) left.delete(leaf);
  }
  // Files that only lead to a cycle are imported by none of the files that are left.
  for (let before = -1; before !== left.size; ) {
    before = left.size;
    const wanted = new Set([...left].flatMap((file) => imports.get(file) ?? []));
    for (const file of left) if (!wanted.has(file)) left.delete(file);
  }
  return [...left];
}

const sources = [...listSources('src'), ...listSources('web')].map(
  (file) => [file, readImports(readFileSync(file, 'utf8'))] as const,
);
const edges = sources.map(([file, imports]) => {
  const targets = imports.filter(({ target, isLazy }) => target.startsWith('.') && !isLazy);
  return [file, targets.map(({ target }) => relative('.', resolve(dirname(file), target)))] as const;
});
const faults = [
  ...sources.flatMap(([file, imports]) =>
    imports.flatMap((entry) => {
      const fault = findFault(file, entry);
      return fault === null ? [] : [`${file}: ${fault}`];
    }),
  ),
  ...findCycles(new Map(edges)).map((file) => `${file}: imports itself, by way of others in this list`),
];
for (const fault of faults) console.error(fault);
if (faults.length > 0) process.exitCode = 1;
else console.log('imports: every edge is allowed, and none is in a cycle');
