// Loads the command line or the portal, with the code that V8 made of it last time: to compile it anew takes longer than
// all that it then does.
const { readFileSync, renameSync, writeFileSync } = require('node:fs');
const { join } = require('node:path');
const { Script } = require('node:vm');

/**
 * Loads the file `name` beside this one and gives its exports. Where no code cache fits, one is left when the process ends with exit code 0,
 * if `keeps`: of the functions that ran, so that has to be a run like those to come.
 */
exports.load = (name, keeps) => {
  const file = join(__dirname, name);
  const source = readFileSync(file, 'utf8');
  const cache = cacheOf(file, source);
  const cachedData = readIfPresent(cache);
  const script = new Script(source, { filename: file, cachedData });
  if (keeps && (!cachedData || script.cachedDataRejected))
    process.once('exit', (code) => code === 0 && keep(script, cache));
  // A script that is loaded in this way cannot import by itself.
  return script.runInThisContext()(require, (specifier) => import(specifier), file, __dirname);
};

/**
 * Beside the code, where whoever may write could change the code too. V8 checks that a cache is of its own version and
 * flags, but of the source only the length, and not the kind of machine.
 */
function cacheOf(file, source) {
  const digest = source.slice(2, source.indexOf('\n'));
  return `${file}.${digest}-${process.versions.v8}-${process.platform}-${process.arch}.cache`;
}

function readIfPresent(path) {
  try {
    return readFileSync(path);
  } catch {
    return undefined;
  }
}

/** Whole or not at all. An installation that cannot be written does without. */
function keep(script, cache) {
  const draft = `${cache}.${process.pid}`;
  try {
    writeFileSync(draft, script.createCachedData());
    renameSync(draft, cache);
  } catch {}
}

// The portal is started by its name.
if (require.main === module) exports.load(process.argv[2], true);
