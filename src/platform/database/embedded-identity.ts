import { chmodSync, chownSync, existsSync, lstatSync, mkdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { BootError } from '../config/boot-error.js';
import { makeTraversable } from '../config/data-directory.js';

/** The user that the embedded PostgreSQL runs as when it is not the user of this process. */
export interface Identity {
  readonly uid: number;
  readonly gid: number;
}

/** `nobody` exists on every system and needs no useradd. */
const NOBODY: Identity = { uid: 65534, gid: 65534 };

/**
 * PostgreSQL refuses to run as root, so root starts it as the owner of an existing cluster, or as `nobody`.
 * Null: as the user of this process. @throws Error if the cluster belongs to a user that this process cannot switch to
 */
export function serverIdentity(dataDirectory: string): Identity | null {
  const me = process.getuid?.();
  if (me === undefined) return null;
  const owner = ownerOf(dataDirectory);
  if (me === 0) return owner === null || owner.uid === 0 ? NOBODY : owner;
  if (owner === null || owner.uid === me) return null;
  throw new BootError(
    `${dataDirectory} belongs to another user (uid ${String(owner.uid)}): it was made by a start as root. ` +
      `Start as that user again, or choose another place: DATA_DIRECTORY=/some/folder npm start`,
  );
}

function ownerOf(directory: string): Identity | null {
  if (!existsSync(directory)) return null;
  const { uid, gid } = statSync(directory);
  return { uid, gid };
}

/**
 * Makes a folder of mode 0700 for `identity`, with traversable parents. A folder that exists must already have that
 * mode and owner: in /tmp another user may have made it.
 */
export function makePrivateDirectory(directory: string, identity: Identity | null): void {
  makeTraversable(join(directory, '..'));
  if (makeIfMissing(directory)) {
    if (identity) chownSync(directory, identity.uid, identity.gid);
    chmodSync(directory, 0o700);
  }
  checkPrivate(directory, identity?.uid ?? process.getuid?.());
}

function checkPrivate(directory: string, owner: number | undefined): void {
  const { uid, mode } = lstatSync(directory);
  const isPrivateFolder = (mode & 0o170077) === 0o040000;
  if (isPrivateFolder && (owner === undefined || uid === owner)) return;
  throw new BootError(
    `${directory} must be a folder of mode 0700 that belongs to uid ${String(owner)}. ` +
      `Something else is there; remove it or choose another DATA_DIRECTORY.`,
  );
}

function makeIfMissing(directory: string): boolean {
  try {
    mkdirSync(directory, { mode: 0o700 });
    return true;
  } catch (error) {
    if ((error as { code?: string }).code === 'EEXIST') return false;
    throw error;
  }
}
