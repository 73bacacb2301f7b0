// Loads the programs in this directory with V8's code cache: compiling a program takes longer than everything that it
// does afterwards.
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

/** Returns the exports of the program `name`, a file in this directory; the first call runs it. `keeps` as in `run`. */
exports.load = (name, keeps) => {
  if (!loaded.has(name)) loaded.set(name, run(name, keeps));
  return loaded.get(name);
};

/**
 * Runs the file `name` in this directory and returns its exports. If `keeps` is true and V8 found no usable code cache,
 * writes one when the process exits with code 0. V8 caches only functions that have run, so pass true only in a process
 * that runs the same functions as later ones will.
 */
function run(name, keeps) {
  const file = join(__dirname, name);
  // The build escapes everything outside ASCII, so Latin-1 decodes it correctly.
  const source = readFileSync(file, 'latin1');
  const cache = cacheOf(file, source);
  // Otherwise other users could put a cache there, whose code would run as this user.
  const mayKeep = isClosed(statSync(__dirname));
  const cachedData = mayKeep ? readOwn(cache, statSync(file).uid) : undefined;
  // No line break before the source, so that line numbers in stack traces match the file.
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
 * Returns the path of the code cache for `file`. It is in the directory of the code, because a user who can write there
 * could change the code anyway. The digest of the source, the platform and the architecture are in the name because V8
 * checks its own version and flags, but only the length of the source, and not the kind of machine.
 */
function cacheOf(file, source) {
  const digest = source.slice(2, source.indexOf('\n'));
  return `${file}.${digest}-${process.versions.v8}-${process.platform}-${process.arch}.cache`;
}

/**
 * Reads the file at `path`; undefined unless it is a regular file that belongs to this user or to `owner`, who owns the
 * program and is trusted already, and only its owner can write it. The file is opened before it is checked, so that
 * nobody can replace it between check and read.
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

/**
 * True if only the owner can write the file or directory. A group whose number is the owner's is taken for the owner's
 * private group, as pam_umask(8) does.
 */
function isClosed({ mode, uid, gid }) {
  return process.platform === 'win32' || (mode & (uid === gid ? 0o002 : 0o022)) === 0;
}

/**
 * Writes the code cache to a draft and renames it, so that no process reads half of one. Does nothing if the
 * installation is read-only.
 */
function keep(script, cache) {
  const draft = `${cache}.${process.pid}`;
  try {
    writeFileSync(draft, script.createCachedData(), { mode: 0o600, flag: 'wx' });
    renameSync(draft, cache);
  } catch {}
}

// By default Node opens its debugger on SIGUSR1, on a port that every user of this machine can connect to.
process.on('SIGUSR1', () => {});

// The command line starts a portal as `node load.js portal.js`.
if (require.main === module) exports.load(process.argv[2], true).run();
