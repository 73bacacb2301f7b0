// Chooses the engine at run time: the native one if a matching binary loads, else node:http with ws.
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { findForeignPart, isInRoot, trustOf } from './foreign-path.ts';
import type { Engine, TransportFactory } from './transport.ts';
import type { NativeModule } from './uws-native.ts';

export interface SelectedTransport {
  readonly engine: Engine;
  /** One line for people: why this engine runs. */
  readonly reason: string;
  /** The command that installs the native engine, if that is what is missing. */
  readonly install: string | null;
  readonly create: TransportFactory;
  /** For the socket of this user's own processes: the native engine does not support Windows pipes. */
  readonly createLocal: TransportFactory;
}

/** The properties of the machine that the choice depends on. */
export interface Host {
  readonly platform: string;
  readonly arch: string;
  /** The version of Node's binary interface, `process.versions.modules`. */
  readonly abi: string;
  /** The `node_modules` folders to search, nearest first. */
  readonly moduleFolders: readonly string[];
  /** How many files this process may have open; null where that is not known. */
  readonly maxFiles: number | null;
}

/**
 * Limit of open files from which the native engine is chosen by default. It accepts every connection, and once no file
 * descriptors are left it keeps retrying, which takes a whole core. A thousand askers and all tabs need half of this.
 */
const MIN_FILES = 4_096;

const PACKAGE = 'uWebSockets.js';

/** Installs the native engine for Node 20 to 25; its binaries for Linux need glibc 2.38 or newer. */
export const INSTALL_NATIVE = `npm install -g uNetworking/${PACKAGE}#v20.57.0`;

/** Where the binaries are: in the root of the official package, in `binaries` of others. */
const BINARY_FOLDERS = ['.', 'binaries'];

const requireHere = createRequire(import.meta.filename);

/**
 * The engine to run. `forced` is the value of CHOICE_TRANSPORT; undefined or empty lets `host` decide.
 * @throws {Error} when `forced` is unknown, or is `uws` and the native engine is not available.
 */
export async function selectTransport(forced: string | undefined, host: Host = thisHost()): Promise<SelectedTransport> {
  if (forced === 'node') return nodeEngine('CHOICE_TRANSPORT=node', host);
  if (forced && forced !== 'uws') {
    throw new Error(`CHOICE_TRANSPORT=${forced} is not supported; use uws or node`);
  }
  const { maxFiles } = host;
  if (!forced && maxFiles !== null && maxFiles < MIN_FILES)
    return nodeEngine(`ulimit -Hn is ${maxFiles}, and ${PACKAGE} needs at least ${MIN_FILES}`, host);
  const found = loadNative(host);
  if ('native' in found) {
    const { uwsFactory } = await import('./uws-engine.ts');
    const create = uwsFactory(found.native);
    const { create: createOnNode } = host.platform === 'win32' ? await nodeEngine('', host) : { create };
    const reason = `${PACKAGE} loaded from ${found.file}`;
    return { engine: 'uws', reason, install: null, create, createLocal: createOnNode };
  }
  if (forced === 'uws') {
    throw new Error(`CHOICE_TRANSPORT=uws, but ${found.missing}; unset it or set CHOICE_TRANSPORT=node`);
  }
  return nodeEngine(found.missing, host, INSTALL_NATIVE);
}

async function nodeEngine(
  reason: string,
  { maxFiles }: Host,
  install: string | null = null,
): Promise<SelectedTransport> {
  const { createNodeTransport } = await import('./node-engine.ts');
  // Half of the files are left for this user's own commands, and for everything else.
  const limit = (maxFiles ?? Number.POSITIVE_INFINITY) / 2;
  const create: TransportFactory = (handlers, options) =>
    createNodeTransport(handlers, { ...options, maxConnections: Math.min(options.maxConnections ?? limit, limit) });
  return { engine: 'node', reason, install, create, createLocal: createNodeTransport };
}

function thisHost(): Host {
  return {
    platform: process.platform,
    arch: process.arch,
    abi: process.versions.modules,
    // Node's list includes NODE_PATH and legacy folders. Under npx, it lacks the folder of `npm install -g`.
    moduleFolders: [...(requireHere.resolve.paths(PACKAGE) ?? []), npmGlobalFolder(process.env)],
    maxFiles: readMaxFiles(),
  };
}

/** The hard limit, because Node raises its own limit to that at startup. */
function readMaxFiles(): number | null {
  try {
    const [, max] = /^Max open files +\d+ +(\d+)/m.exec(readFileSync('/proc/self/limits', 'utf8')) ?? [];
    return max === undefined ? null : Number(max);
  } catch {
    return null;
  }
}

/** The folder that `npm root -g` prints, determined without running npm. */
function npmGlobalFolder(env: NodeJS.ProcessEnv): string {
  const prefix = env.npm_config_prefix || env.NPM_CONFIG_PREFIX;
  if (process.platform !== 'win32') return join(prefix || dirname(dirname(process.execPath)), 'lib', 'node_modules');
  return join(prefix || (env.APPDATA ? join(env.APPDATA, 'npm') : dirname(process.execPath)), 'node_modules');
}

/**
 * The first binary in any module folder that matches this Node and loads. Searches packages by hand, because `exports` may
 * hide the files from `require.resolve`, and requires the binary itself, because a package's main may fall back to
 * JavaScript of its own. Does not load what another user could have put there: it would run as this user.
 */
function loadNative(host: Host): { native: NativeModule; file: string } | { missing: string } {
  const { platform, arch, abi } = host;
  const folders = platform === 'win32' ? host.moduleFolders.filter((folder) => !isInRoot(folder)) : host.moduleFolders;
  const packages = folders.map((folder) => join(folder, PACKAGE)).filter((folder) => existsSync(folder));
  if (packages.length === 0) return { missing: `${PACKAGE} is not installed` };
  const name = `uws_${platform}_${arch}_${abi}.node`;
  const files = packages.flatMap((root) => BINARY_FOLDERS.map((folder) => join(root, folder, name)));
  const trust = trustOf(import.meta.filename);
  let missing = `${PACKAGE} has no binary for ${platform} ${arch} and Node ABI ${abi}`;
  for (const file of files.filter((path) => existsSync(path))) {
    try {
      const foreign = findForeignPart(file, trust);
      if (foreign !== null) {
        missing = `${foreign} could have been written by another user, so ${PACKAGE} is not loaded from there`;
        continue;
      }
      const native: unknown = requireHere(file);
      if (isNativeModule(native)) return { native, file };
      missing = `${file} is not a version of ${PACKAGE} that choice supports`;
    } catch (error) {
      missing = `${PACKAGE} could not be loaded: ${firstLine(error)}`;
    }
  }
  return { missing };
}

function isNativeModule(value: unknown): value is NativeModule {
  const names = ['App', 'us_listen_socket_close', 'LIBUS_LISTEN_EXCLUSIVE_PORT', 'DISABLED'];
  return typeof value === 'object' && value !== null && names.every((name) => name in value);
}

function firstLine(error: unknown): string {
  return String(error instanceof Error ? error.message : error).split('\n', 1)[0] ?? '';
}
