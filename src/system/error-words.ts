// Error codes of the operating system, in words.

/** Codes of file operations, with the meaning of errno(3). */
const WORDS: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EBADF: 'it is closed',
  EDESTADDRREQ: 'it is not connected',
  EDQUOT: 'disk quota exceeded',
  EEXIST: 'it already exists',
  EIO: 'input/output error',
  EISDIR: 'it is a directory',
  ELOOP: 'too many symbolic links',
  EMFILE: 'too many open files',
  ENAMETOOLONG: 'the name is too long',
  ENFILE: 'too many open files',
  ENOENT: 'no such file or directory',
  ENOSPC: 'no space left',
  ENOTCONN: 'it is not connected',
  ENOTDIR: 'part of the path is not a directory',
  EPIPE: 'nobody is reading it',
  EPERM: 'not permitted',
  EROFS: 'read-only file system',
};

/** True for an errno(3) code about the machine's files or descriptors. */
export function isFileError(code: string): boolean {
  return Object.hasOwn(WORDS, code);
}

/** Why a file could not be used, in a few words: an unknown code is returned as is, an error without code by message. */
export function describeFileError(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  return code === undefined ? message : (WORDS[code] ?? code);
}
