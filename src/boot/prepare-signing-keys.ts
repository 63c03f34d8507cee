import type { INestApplicationContext } from '@nestjs/common';
import { SigningKeys } from '../modules/openid/signing-keys.service.js';
import { UnreadableKeysError } from '../modules/openid/unreadable-keys-error.js';
import { BootError } from '../platform/config/boot-error.js';

/** Makes the keys of ID tokens at the first start, and finds out now whether those there can be used. @throws BootError */
export async function prepareSigningKeys(app: INestApplicationContext): Promise<void> {
  try {
    await app.get(SigningKeys).prepare();
  } catch (error) {
    throw error instanceof UnreadableKeysError ? new BootError(error.message) : error;
  }
}
