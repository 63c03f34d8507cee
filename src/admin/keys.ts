import 'reflect-metadata';
import { parseArgs } from 'node:util';
import { BootError } from '../platform/config/boot-error.js';
import { explainFailure } from '../boot/explain-failure.js';
import { RotateSigningKeys, type KeyReport } from '../modules/openid/rotate-signing-keys.js';
import { UnreadableKeysError } from '../modules/openid/unreadable-keys-error.js';
import { inApplication } from './open-context.js';

const USAGE = `npm run keys:rotate [-- --discard]

  The keys that were published last time sign ID tokens from now on; new ones are published for the next time.
  Old public keys stay for a day. Running servers follow within a minute.

  --discard   Throws all keys away, old public ones too, and makes new ones: for a stolen key or a lost
              SECRET_KEY. ID tokens signed until now can then be verified no more.`;

// `npm run keys:rotate`: replaces the keys that sign ID tokens.
try {
  const { discard, help } = readOptions(process.argv.slice(2));
  process.stdout.write(`${help ? USAGE : await rotate(discard ? 'discard' : 'rotate')}\n`);
} catch (error) {
  const known = error instanceof UnreadableKeysError ? new BootError(error.message) : error;
  process.stderr.write(`${explainFailure(known)}\n`);
  process.exitCode = 1;
}

async function rotate(mode: 'rotate' | 'discard'): Promise<string> {
  const keys = await inApplication((app) => app.get(RotateSigningKeys).execute(mode));
  return keys.map(describe).join('\n');
}

function describe({ algorithm, stage, kid }: KeyReport): string {
  return `${algorithm.padEnd(6)} ${stage.padEnd(8)} ${kid}`;
}

function readOptions(args: readonly string[]): { discard: boolean; help: boolean } {
  const flag = { type: 'boolean', default: false } as const;
  try {
    return parseArgs({ args: [...args], options: { discard: flag, help: flag } }).values;
  } catch (error) {
    throw new BootError(`${(error as Error).message}\n\n${USAGE}`);
  }
}
