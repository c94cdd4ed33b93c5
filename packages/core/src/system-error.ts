/** Errors of the operating system, in words. */

const REASONS: Readonly<Record<string, string>> = {
  E2BIG: 'the arguments and the environment are too long',
  EACCES: 'permission denied',
  EAGAIN: 'the system has no room for another process',
  EBUSY: 'in use',
  EDQUOT: 'the disk quota is used up',
  EEXIST: 'exists already',
  EFBIG: 'the file would be too large',
  EIO: 'input/output error',
  EISDIR: 'is a directory',
  ELOOP: 'too many symbolic links',
  EMFILE: 'too many open files',
  ENAMETOOLONG: 'the name is too long',
  ENFILE: 'too many open files in the system',
  ENOENT: 'no such file or directory',
  ENOEXEC: 'not a program that this system can run',
  ENOSPC: 'no space left on the device',
  ENOTDIR: 'not a directory',
  ENOTEMPTY: 'the directory is not empty',
  EPERM: 'not permitted',
  EPIPE: 'nobody reads it any more',
  EROFS: 'the file system is read-only',
  ETXTBSY: 'the program file is being written to',
  EXDEV: 'on another file system',
};

/** Why the system refused, in a few words: `permission denied`. */
export function systemReason(error: NodeJS.ErrnoException): string {
  return (error.code !== undefined && REASONS[error.code]) || error.message;
}

/** Whether the operating system (and no bug) made this error. */
export function isSystemError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && 'syscall' in error && 'errno' in error;
}

/** The whole error in words: `cannot open /etc/shadow: permission denied`. */
export function formatSystemError(error: NodeJS.ErrnoException): string {
  const verb = VERBS[error.syscall ?? ''] ?? error.syscall;
  // A stream has no path: what is written to then is what the tool prints.
  const what = [verb, error.path ?? (verb === 'write' ? 'the output' : undefined)]
    .filter((part) => part !== undefined)
    .join(' ');
  return what === '' ? systemReason(error) : `cannot ${what}: ${systemReason(error)}`;
}

const VERBS: Readonly<Record<string, string>> = {
  mkdir: 'make the folder',
  scandir: 'read the folder',
  opendir: 'read the folder',
  unlink: 'remove',
  rmdir: 'remove the folder',
  lstat: 'look at',
  stat: 'look at',
  fstat: 'look at',
  access: 'use',
};
