import type { INestApplicationContext } from '@nestjs/common';
import { SigningKeys } from '../modules/openid/signing-keys.service.js';
import { UnreadableKeysError } from '../modules/openid/unreadable-keys-error.js';
import { BootError } from '../platform/config/boot-error.js';

/** Generates the signing keys at the first start, and checks that existing ones can be decrypted. @throws BootError */
export async function prepareSigningKeys(app: INestApplicationContext): Promise<void> {
  try {
    await app.get(SigningKeys).prepare();
  } catch (error) {
    throw error instanceof UnreadableKeysError ? new BootError(error.message) : error;
  }
}
