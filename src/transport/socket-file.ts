// The file of a Unix socket. It is bound under a draft name and then renamed, so that it replaces another one in one step
// and closing a server, which removes the name that it bound, never removes a successor's file.
import { lstatSync, renameSync, rmSync } from 'node:fs';

export interface SocketFile {
  /** False once something else, or nothing, is at the path: others cannot connect any more. */
  isInPlace(): boolean;
  /** Removes the file if it is still this one. To be called before the server stops listening; later calls do nothing. */
  remove(): void;
}

/** Pipes of Windows are no files. The system refuses a second one of the same name, and removes them by itself. */
const PIPE: SocketFile = { isInPlace: () => true, remove() {} };

/** Has `bind` listen on a name beside `path`, and moves that to `path`, whatever is there. */
export async function bindSocketFile(path: string, bind: (name: string) => Promise<void>): Promise<SocketFile> {
  if (path.startsWith('\\\\')) {
    await bind(path);
    return PIPE;
  }
  const draft = `${path}.${process.pid}`;
  rmSync(draft, { force: true });
  await bind(draft);
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
      // The number of our file goes to another one, perhaps our successor's, once nobody listens on it.
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
