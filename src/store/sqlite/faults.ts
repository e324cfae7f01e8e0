import { StoreFault } from '../fault.ts';

/** What SQLite and the operating system say, as faults that people can act on. Others pass as they are. */
export function toldFault(path: string, error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  // A closed connection has no SQLite code, and its statements are finalized with it.
  if ('code' in error && error.code === 'ERR_INVALID_STATE')
    return new StoreFault('closed', `The store ${path} is closed.`, { cause: error });
  if (!('errcode' in error) || typeof error.errcode !== 'number') return error;
  const fault = (kind: StoreFault['kind'], sentence: string): StoreFault =>
    new StoreFault(kind, `${sentence} (SQLite: ${error.message})`, { cause: error });
  // The low byte is the primary code (sqlite.org/rescode.html).
  switch (error.errcode & 0xff) {
    case sqlite.perm:
    case sqlite.cantOpen:
    case sqlite.auth:
      return fault('unusable', `The store ${path} can't be opened: see that its folder exists and that this user may read and write both.`);
    case sqlite.busy:
    case sqlite.locked:
      return fault('locked', `The store ${path} is locked by another program, a database shell with an open transaction perhaps.`);
    case sqlite.readOnly:
      return fault('read_only', `The store ${path} can't be written: its file, folder or file system is read-only for this user.`);
    case sqlite.full:
      return fault('full', `The store ${path} can't grow: the disk is full. Nothing that was answered is lost; make room.`);
    case sqlite.corrupt:
    case sqlite.notADatabase:
      return fault('corrupt', `The store ${path} is damaged or is no SQLite database. Put back a copy of it.`);
    case sqlite.io:
    case sqlite.protocol:
      return fault('io', `The store ${path} could not be read or written: the operating system refused.`);
    default:
      return error;
  }
}

const sqlite = {
  perm: 3,
  busy: 5,
  locked: 6,
  readOnly: 8,
  io: 10,
  corrupt: 11,
  full: 13,
  cantOpen: 14,
  protocol: 15,
  auth: 23,
  notADatabase: 26,
} as const;
