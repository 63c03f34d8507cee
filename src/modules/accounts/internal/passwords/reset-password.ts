import { Injectable } from '@nestjs/common';
import { Database } from '../../../../platform/database/database.js';
import type { User } from '../../users.service.js';
import { CredentialsStore } from '../credentials.js';
import { PasswordHasher } from '../password-hasher.js';
import { SignInAttempts } from '../sign-in-attempts.js';
import { passwordFault, type PasswordFault } from './password-rules.js';
import { PasswordResets } from './password-resets.js';
import { ReplacePassword } from './replace-password.js';

/** `gone`: the link was used, replaced, or is too old. `fault`: the link is still good for another try. */
export type ResetOutcome =
  | { readonly kind: 'done' }
  | { readonly kind: 'gone' }
  | { readonly kind: 'fault'; readonly fault: PasswordFault; readonly user: User };

/** A new password for whoever holds the link from the letter. */
@Injectable()
export class ResetPassword {
  constructor(
    private readonly database: Database,
    private readonly resets: PasswordResets,
    private readonly credentials: CredentialsStore,
    private readonly hasher: PasswordHasher,
    private readonly replacing: ReplacePassword,
    private readonly attempts: SignInAttempts,
  ) {}

  async execute(token: string | null, wanted: string): Promise<ResetOutcome> {
    const user = token === null ? null : await this.resets.find(token);
    if (token === null || !user) return { kind: 'gone' };
    const fault = passwordFault(wanted, [user.email, user.name]);
    if (fault) return { kind: 'fault', fault, user };
    const passwordHash = await this.hasher.hash(wanted);
    if (!(await this.replace(token, user, passwordHash))) return { kind: 'gone' };
    // Whoever guessed wrongly did it at a password that is no more.
    await this.attempts.forget({ of: 'account', id: user.email });
    return { kind: 'done' };
  }

  private replace(token: string, user: User, passwordHash: string): Promise<boolean> {
    return this.database.transaction(async (tx) => {
      if (!(await this.credentials.lock(tx, user.id, null))) return false;
      if (!(await this.resets.spend(tx, token, user.id))) return false;
      const replacement = { user, passwordHash, disconnect: true, keepSession: null };
      await this.replacing.execute(tx, { ...replacement, by: 'reset' });
      return true;
    });
  }
}
