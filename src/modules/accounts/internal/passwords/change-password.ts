import { Injectable } from '@nestjs/common';
import { Database } from '../../../../platform/database/database.js';
import type { BrowserSession } from '../../browser-session.js';
import type { User } from '../../users.service.js';
import { CredentialsStore, type Credentials } from '../credentials.js';
import { KnownBrowsers } from '../known-browsers.js';
import { PasswordHasher } from '../password-hasher.js';
import { SessionRotation } from '../session-rotation.js';
import type { SignedIn } from '../sign-in.service.js';
import { SignInGate, type Verdict } from '../sign-in-gate.js';
import { normalisePassword, passwordFault, type PasswordFault } from '../password-rules.js';
import { ReplacePassword } from './replace-password.js';

export interface PasswordChange {
  readonly current: string;
  readonly wanted: string;
  /** The person also wants every app disconnected. */
  readonly disconnect: boolean;
  /** The known-browser token of the request. */
  readonly browserToken: string | null;
}

/** `failed`: the current password is wrong. `passed` has the new session and the browser's new token. */
export type ChangeOutcome =
  Verdict<SignedIn> | { readonly kind: 'fault'; readonly fault: PasswordFault | 'unchanged' };

/** Changes the password of a signed-in person, who proves the old one. */
@Injectable()
export class ChangePassword {
  constructor(
    private readonly database: Database,
    private readonly credentials: CredentialsStore,
    private readonly hasher: PasswordHasher,
    private readonly gate: SignInGate,
    private readonly rotation: SessionRotation,
    private readonly replacing: ReplacePassword,
    private readonly browsers: KnownBrowsers,
  ) {}

  async execute(
    session: BrowserSession,
    user: User,
    change: PasswordChange,
  ): Promise<ChangeOutcome> {
    const fault = faultOf(change, user);
    if (fault) return { kind: 'fault', fault };
    return this.gate.passSignedIn(user.id, async () => {
      const found = await this.credentials.findById(user.id);
      const proven = await this.credentials.fit(found, change.current);
      return proven && this.replace(session, proven, change);
    });
  }

  /** Null if the password was replaced while it was verified. */
  private async replace(
    session: BrowserSession,
    proven: Credentials,
    { wanted, disconnect, browserToken: before }: PasswordChange,
  ): Promise<SignedIn | null> {
    const passwordHash = await this.hasher.hash(wanted);
    return this.database.transaction(async (tx) => {
      const replacement = { user: proven, disconnect, by: 'change' } as const;
      const inPlaceOf = proven.passwordEpoch;
      const passwordEpoch = await this.replacing.write(tx, {
        ...replacement,
        passwordHash,
        inPlaceOf,
      });
      if (passwordEpoch === null) return null;
      const owner = { ...proven, passwordEpoch };
      const started = await this.rotation.rotate(tx, session, owner, null);
      if (!started) return null;
      await this.replacing.finish(tx, replacement, started.session.id);
      // All known browsers of the person were deleted, this one included.
      return { started, browserToken: await this.browsers.remember(tx, before, owner) };
    });
  }
}

function faultOf(
  { current, wanted }: PasswordChange,
  { email, name }: User,
): PasswordFault | 'unchanged' | null {
  const fault = passwordFault(wanted, [email, name]);
  if (fault) return fault;
  return normalisePassword(current) === normalisePassword(wanted) ? 'unchanged' : null;
}
