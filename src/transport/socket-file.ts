// The file of a Unix socket. It is bound under a draft name and then renamed, so that it replaces another one atomically,
// and so that closing a server, which removes the name that it bound, never removes a successor's file.
import { chmodSync, lstatSync, renameSync, rmSync } from 'node:fs';

export interface SocketFile {
  /** False once something else, or nothing, is at the path: new clients cannot connect any more. */
  isInPlace(): boolean;
  /** Removes the file if it is still this one. Must be called before the server stops listening; later calls do nothing. */
  remove(): void;
}

/** Windows pipes are not files. The system refuses a second one of the same name, and removes them by itself. */
const PIPE: SocketFile = { isInPlace: () => true, remove() {} };

/** Makes `bind` listen on a draft name beside `path`, then renames that to `path`, replacing any existing file. */
export async function bindSocketFile(path: string, bind: (name: string) => Promise<void>): Promise<SocketFile> {
  if (path.startsWith('\\\\')) {
    await bind(path);
    return PIPE;
  }
  const draft = `${path}.${process.pid}`;
  rmSync(draft, { force: true });
  await bind(draft);
  // Others cannot enter the directory either; the mode that the engine sets depends on the umask.
  chmodSync(draft, 0o600);
  const mine = identify(draft);
  try {
    renameSync(draft, path);
  } catch (error) {
    rmSync(draft, { force: true });
    const isDirectory = (error as NodeJS.ErrnoException).code === 'EISDIR';
    throw isDirectory ? new Error(`${path} is a directory; move it away`) : error;
  }
  let isRemoved = false;
  const isInPlace = () => !isRemoved && identify(path) === mine;
  return {
    isInPlace,
    remove() {
      if (isInPlace()) rmSync(path, { force: true });
      // Once nobody listens on our file, its inode number may be reused, perhaps for our successor's file.
      isRemoved = true;
    },
  };
}

function identify(path: string): string | null {
  try {
    const { dev, ino } = lstatSync(path, { bigint: true });
    return `${dev} ${ino}`;
  } catch {
    return null;
  }
}
