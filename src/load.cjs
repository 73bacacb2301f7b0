// Loads the programs beside it, with the code that V8 compiled last time: compiling it again takes longer than
// everything that it then does.
const {
  closeSync,
  constants,
  fstatSync,
  openSync,
  readFileSync,
  renameSync,
  statSync,
  writeFileSync,
} = require('node:fs');
const { join } = require('node:path');
const { Script } = require('node:vm');

const loaded = new Map();

/** The exports of the program `name`, a file beside this one, which runs once. `keeps` as in `run`. */
exports.load = (name, keeps) => {
  if (!loaded.has(name)) loaded.set(name, run(name, keeps));
  return loaded.get(name);
};

/**
 * Runs the file `name` beside this one and gives its exports. Where no code cache fits, one is left when the process
 * ends with exit code 0, if `keeps`: of the functions that ran, so that has to be a run like those to come.
 */
function run(name, keeps) {
  const file = join(__dirname, name);
  // The build leaves nothing but ASCII in it.
  const source = readFileSync(file, 'latin1');
  const cache = cacheOf(file, source);
  // Code from anyone who may write there would run as this user.
  const mayKeep = isClosed(statSync(__dirname));
  const cachedData = mayKeep ? readOwn(cache, statSync(file).uid) : undefined;
  // On one line with the first of the source, so that all lines keep their numbers.
  const script = new Script(`(function (exports, require, module, __filename, __dirname) {${source}\n})`, {
    filename: file,
    cachedData,
  });
  if (keeps && mayKeep && (!cachedData || script.cachedDataRejected))
    process.once('exit', (code) => code === 0 && keep(script, cache));
  const module = { exports: {} };
  const requireFor = (id) => (id.startsWith('./') ? exports.load(id.slice(2), keeps) : require(id));
  script.runInThisContext()(module.exports, requireFor, module, file, __dirname);
  return module.exports;
}

/**
 * Beside the code: a user who may write there could change the code too. V8 checks that a cache is of its own version and
 * flags, but of the source only the length, and not the kind of machine.
 */
function cacheOf(file, source) {
  const digest = source.slice(2, source.indexOf('\n'));
  return `${file}.${digest}-${process.versions.v8}-${process.platform}-${process.arch}.cache`;
}

/**
 * What is at `path`, if it is a file of this user or of `owner`, whose program runs anyway, and no one else may write it.
 * Checked once it is open, so that it cannot be replaced in between.
 */
function readOwn(path, owner) {
  let fd;
  try {
    fd = openSync(path, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0));
    const stats = fstatSync(fd);
    const isOurs = process.platform === 'win32' || stats.uid === process.geteuid() || stats.uid === owner;
    return stats.isFile() && isOurs && isClosed(stats) ? readFileSync(fd) : undefined;
  } catch {
    return undefined;
  } finally {
    if (fd !== undefined) closeSync(fd);
  }
}

/** True when only its owner may write it. A group with the number of its one user is that user's own, as pam_umask(8) takes it. */
function isClosed({ mode, uid, gid }) {
  return process.platform === 'win32' || (mode & (uid === gid ? 0o002 : 0o022)) === 0;
}

/** Whole or not at all. An installation that cannot be written does without. */
function keep(script, cache) {
  const draft = `${cache}.${process.pid}`;
  try {
    writeFileSync(draft, script.createCachedData(), { mode: 0o600, flag: 'wx' });
    renameSync(draft, cache);
  } catch {}
}

// Node would open its debugger to every user of the machine.
process.on('SIGUSR1', () => {});

// The portal is started by its name.
if (require.main === module) exports.load(process.argv[2], true).run();
