// From ES modules, which esbuild can split, to CommonJS, which Node starts fast: and what a process is sure to need in
// one file, because one file is read and compiled in the time that it takes to find four.
import { createHash } from 'node:crypto';
import { basename } from 'node:path';
import { type Metafile, type OutputFile, transform } from 'esbuild';

interface Chunk {
  readonly name: string;
  readonly text: string;
}

/** What each process is sure to need: its entry, and what it nearly always imports later. */
const PACKS: Readonly<Record<string, readonly string[]>> = {
  'cli.js': ['ask', 'connect'],
  'portal.js': ['select', 'uws-engine'],
};

/** Turns what esbuild built into the files of dist/: one for each process, and one for each chunk that it may lack. */
export async function packChunks(files: readonly OutputFile[], { outputs }: Metafile): Promise<Chunk[]> {
  const imports = new Map(
    Object.entries(outputs).map(([path, output]) => [
      basename(path),
      output.imports.flatMap(({ path, kind }) => (kind === 'import-statement' ? [basename(path)] : [])),
    ]),
  );
  const chunks = await Promise.all(
    files
      .filter(({ path }) => path.endsWith('.js'))
      .map(async ({ path, text }) => ({ name: basename(path), text: await toCommonJs(text) })),
  );
  const packs = Object.entries(PACKS).map(([entry, others]) => {
    const wanted = [...imports.keys()].filter((name) => others.some((other) => name.startsWith(`${other}-`)));
    const names = reach([entry, ...wanted], imports);
    return {
      name: entry,
      text: pack(
        entry,
        chunks.filter(({ name }) => names.has(name)),
      ),
    };
  });
  const rest = chunks.filter(({ name }) => !(name in PACKS));
  return [...packs, ...rest.map(({ name, text }) => ({ name, text: `module.exports=${asFunction(text)};\n` }))];
}

/** `names`, and all that they import at once. */
function reach(names: readonly string[], imports: ReadonlyMap<string, readonly string[]>): ReadonlySet<string> {
  const reached = new Set<string>(names);
  for (const name of reached) for (const each of imports.get(name) ?? []) reached.add(each);
  return reached;
}

/** All is loaded by `require` but packages: one such as `open` may be an ES module. */
async function toCommonJs(chunk: string): Promise<string> {
  const { code } = await transform(chunk, { format: 'cjs', platform: 'node', target: 'node20', minify: true });
  return code
    .replaceAll(/\bimport\(("(?:\.\/|node:)[^"]+")\)/g, 'Promise.resolve().then(()=>require($1))')
    .replaceAll(/\bimport\(("[^"]+")\)/g, 'importPackage($1)');
}

function asFunction(chunk: string): string {
  return `function(module,exports,require,importPackage){${chunk}}`;
}

/** One script of `chunks`, as bin/load.js wants it: its digest, and a function. Each chunk runs when it is first required. */
function pack(entry: string, chunks: readonly Chunk[]): string {
  const script = `(function(require,importPackage,__filename,__dirname){
const modules={},parts={
${chunks.map(({ name, text }) => `"./${name}":${asFunction(text)}`).join(',\n')}
};
function part(name){
if(!name.startsWith("./"))return require(name);
let module=modules[name];
if(!module){module=modules[name]={exports:{}};(parts[name]??require(__dirname+name.slice(1)))(module,module.exports,part,importPackage)}
return module.exports}
return part("./${entry}")})
`;
  return `//${createHash('sha256').update(script).digest('hex').slice(0, 16)}\n${script}`;
}
