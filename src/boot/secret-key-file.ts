import { randomBytes } from 'node:crypto';
import { existsSync, linkSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { makeTraversable } from '../platform/config/data-directory.js';
import type { Environment } from '../platform/config/environment.js';
import { SecretKey } from '../platform/config/secret-key.js';
import { BootError } from '../platform/config/boot-error.js';

/** SECRET_KEY, or the key that the first start generated under DATA_DIRECTORY. @throws BootError */
export function loadSecretKey({ SECRET_KEY, DATA_DIRECTORY }: Environment): SecretKey {
  return new SecretKey(SECRET_KEY ?? readOrMake(resolve(DATA_DIRECTORY)));
}

function readOrMake(directory: string): string {
  const file = join(directory, 'secret-key');
  try {
    if (!existsSync(file)) make(directory, file);
    return read(file);
  } catch (error) {
    if ((error as { code?: string }).code !== 'EACCES') throw error;
    throw new BootError(
      `${directory} belongs to another user, who was here first (as root perhaps). ` +
        `Start as that user again, or choose another place: DATA_DIRECTORY=/some/folder npm start`,
    );
  }
}

function make(directory: string, file: string): void {
  makeTraversable(directory);
  const making = `${file}.new-${randomBytes(6).toString('hex')}`;
  writeFileSync(making, `${randomBytes(48).toString('base64url')}\n`, { mode: 0o600, flush: true });
  try {
    // `link` fails if the name exists: of two processes that start at once, one makes the key and both read it.
    linkSync(making, file);
  } catch (error) {
    if ((error as { code?: string }).code !== 'EEXIST') throw error;
  } finally {
    rmSync(making);
  }
}

function read(file: string): string {
  if ((statSync(file).mode & 0o077) !== 0) {
    throw new BootError(`${file} can be read by others. Say: chmod 600 ${file}`);
  }
  const key = readFileSync(file, 'utf8').trim();
  if (key.length < 32) throw new BootError(`${file} is damaged: a key has 32 characters or more.`);
  return key;
}
