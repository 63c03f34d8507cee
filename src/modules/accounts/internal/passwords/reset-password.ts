import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Database } from '../../../../platform/database/database.js';
import type { User } from '../../users.service.js';
import { KnownBrowsers } from '../known-browsers.js';
import { PasswordHasher } from '../password-hasher.js';
import { SignInGate } from '../sign-in-gate.js';
import { passwordFault, type PasswordFault } from '../password-rules.js';
import { PasswordResets } from './password-resets.js';
import { ReplacePassword } from './replace-password.js';

/** The values of the form, and of the browser's cookies. */
export interface PasswordReset {
  /** From the link. */
  readonly token: string | null;
  readonly wanted: string;
  /** The known-browser token of the request. */
  readonly browserToken: string | null;
}

/** `gone`: the link was used, replaced, or has expired. `fault`: the link is still valid for another attempt. */
export type ResetOutcome =
  | { readonly kind: 'done'; readonly browserToken: string }
  | { readonly kind: 'gone' }
  | { readonly kind: 'fault'; readonly fault: PasswordFault; readonly user: User };

/** Sets a new password with the link from the mail. */
@Injectable()
export class ResetPassword {
  constructor(
    private readonly database: Database,
    private readonly resets: PasswordResets,
    private readonly hasher: PasswordHasher,
    private readonly replacing: ReplacePassword,
    private readonly gate: SignInGate,
    private readonly browsers: KnownBrowsers,
  ) {}

  async execute({ token, wanted, browserToken: before }: PasswordReset): Promise<ResetOutcome> {
    const user = token === null ? null : await this.resets.find(token);
    if (token === null || !user) return { kind: 'gone' };
    const fault = passwordFault(wanted, [user.email, user.name]);
    if (fault) return { kind: 'fault', fault, user };
    const passwordHash = await this.hasher.hash(wanted);
    const browserToken = await this.replace({ token, user, passwordHash, before });
    if (browserToken === null) return { kind: 'gone' };
    await this.gate.resetCounters(user.email);
    return { kind: 'done', browserToken };
  }

  /** @returns the browser's new known-browser token, or null if the link is no longer valid */
  private async replace(step: Step): Promise<string | null> {
    try {
      return await this.database.transaction((tx) => this.replaceIn(tx, step));
    } catch (error) {
      if (error instanceof LinkGone) return null;
      throw error;
    }
  }

  /** Updates the person first and the link second, as a change of password does: the opposite order could deadlock. */
  private async replaceIn(
    tx: EntityManager,
    { token, user, passwordHash, before }: Step,
  ): Promise<string> {
    const replacement = { user, disconnect: true, by: 'reset' } as const;
    const written = { ...replacement, passwordHash, inPlaceOf: null };
    const passwordEpoch = await this.replacing.write(tx, written);
    if (passwordEpoch === null) throw new LinkGone();
    if (!(await this.resets.consume(tx, token, user.id))) throw new LinkGone();
    await this.replacing.finish(tx, replacement, null);
    // The browser is known from now on, so that guesses from elsewhere do not delay this person in it (attack D8).
    return this.browsers.remember(tx, before, { id: user.id, passwordEpoch });
  }
}

/** Rolls the transaction back: the link was consumed by another request. */
class LinkGone extends Error {}

interface Step {
  readonly token: string;
  readonly user: User;
  readonly passwordHash: string;
  readonly before: string | null;
}
