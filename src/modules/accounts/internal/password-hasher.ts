import { Injectable } from '@nestjs/common';
import { Algorithm, hash, verify } from '@node-rs/argon2';
import { ProblemError } from '../../../kernel/errors/problem-error.js';
import { ConcurrencyLimit } from './concurrency-limit.js';
import { LONGEST_BYTES, normalisePassword, passwordFault } from './password-rules.js';
import { faultTexts } from './password-texts.js';

/** Argon2id with 19 MiB, two passes, one lane (OWASP Password Storage). Expensive on purpose, hence the limit below. */
const COST = {
  algorithm: 2 as Algorithm.Argon2id,
  memoryCost: 19_456,
  timeCost: 2,
  parallelism: 1,
};
/** A hash with the same cost parameters, of which the password is unknown. */
const DECOY =
  '$argon2id$v=19$m=19456,t=2,p=1$b+0q2TECU905LerHsiYL1Q$WZn/9udrJPcFjLsWLepsEy2K2Yt94gM6JxrgsctaT7Y';

/**
 * Hashes and verifies passwords. At most two at once: a flood of sign-ins must not use up CPU and memory (attack D7).
 */
@Injectable()
export class PasswordHasher {
  private readonly limit = new ConcurrencyLimit(2, 50);

  /** @throws ProblemError `invalid_request` for a password over the length limit */
  async hash(password: string): Promise<string> {
    const fault = passwordFault(password, []);
    if (fault) throw new ProblemError('invalid_request', faultTexts[fault]);
    return this.limit.run(() => hash(normalisePassword(password), COST));
  }

  /**
   * Without a hash it does the same work and returns false: the response time must not tell whether the account exists
   * (attack D6).
   */
  async verify(passwordHash: string | null, password: string): Promise<boolean> {
    this.checkLength(password);
    const fits = await this.limit.run(() =>
      verify(passwordHash ?? DECOY, normalisePassword(password)),
    );
    return fits && passwordHash !== null;
  }

  /** Before any hashing: an overlong password is refused at no cost (attack D7). */
  private checkLength(password: string): void {
    if (Buffer.byteLength(password) > LONGEST_BYTES) {
      throw new ProblemError('invalid_request', faultTexts.too_long);
    }
  }
}
