import { createHmac, randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { mintSecret, secretFrom, type MintedSecret } from '../../../../kernel/secret.js';
import { Environment } from '../../../../platform/config/environment.js';
import { SecretKey } from '../../../../platform/config/secret-key.js';
import type { MintedTokens } from './issued-tokens.js';

/** What follows on a refresh token. */
export interface SuccessorTokens extends MintedTokens {
  readonly refresh: MintedSecret;
}

/** Whoever shows a refresh token. */
export interface TokenHolder {
  readonly ofPublicClient: boolean;
  /** Thumbprint of the key that the token is bound to. */
  readonly dpopJkt: string | null;
}

/**
 * Makes the tokens that follow on a refresh token. Within a replay window they can be made a second time, from three
 * things that are never kept together: our key, the old token, and a nonce beside its hash. Nothing is kept in clear.
 */
@Injectable()
export class Successors {
  private readonly key: Uint8Array;

  constructor(
    private readonly environment: Environment,
    secretKey: SecretKey,
  ) {
    this.key = secretKey.derive('refresh-replay');
  }

  /** Seconds; 0 when there is no window. A token alone proves nothing: strict rotation is what protects it. */
  windowFor({ ofPublicClient, dpopJkt }: TokenHolder): number {
    const { REFRESH_REPLAY_WINDOW_SECONDS, PUBLIC_REFRESH_REPLAY_WINDOW_SECONDS } =
      this.environment;
    const proves = !ofPublicClient || dpopJkt !== null;
    return proves ? REFRESH_REPLAY_WINDOW_SECONDS : PUBLIC_REFRESH_REPLAY_WINDOW_SECONDS;
  }

  /** `nonce` is to be stored with the old token; null if they can never be made again. */
  mint(
    predecessor: string,
    holder: TokenHolder,
  ): SuccessorTokens & { readonly nonce: Buffer | null } {
    if (this.windowFor(holder) === 0) {
      return { access: mintSecret('isoa'), refresh: mintSecret('isor'), nonce: null };
    }
    const nonce = randomBytes(32);
    return { ...this.derive(predecessor, nonce), nonce };
  }

  /** The same tokens as at the first time. */
  derive(predecessor: string, nonce: Buffer): SuccessorTokens {
    return {
      access: secretFrom('isoa', this.bits('isoa', predecessor, nonce)),
      refresh: secretFrom('isor', this.bits('isor', predecessor, nonce)),
    };
  }

  private bits(kind: string, predecessor: string, nonce: Buffer): Buffer {
    return createHmac('sha256', this.key).update(`${kind} ${predecessor} `).update(nonce).digest();
  }
}
