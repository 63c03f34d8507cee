import { randomBytes } from 'node:crypto';
import { text } from 'node:stream/consumers';
import { BootError } from '../platform/config/boot-error.js';

/**
 * The first line of standard input: as an argument, the password would be in the process list and the shell history.
 */
export async function readPassword(): Promise<string> {
  const [password = ''] = (await text(process.stdin)).split(/\r?\n/);
  if (password === '') throw new BootError('There is no password on standard input.');
  return password;
}

/** 120 random bits, easy to copy. */
export const generatePassword = (): string => randomBytes(15).toString('base64url');
