import type { ScopeSet } from '../../kernel/scope-set.js';

/** An authorization code as it was issued: found by its hash, whatever became of it since. */
export interface IssuedCode {
  readonly id: string;
  readonly grantId: string;
  /** The client's UUID. */
  readonly clientId: string;
  readonly redirectUri: string;
  readonly codeChallenge: string;
  /** Asked for and granted when it was issued. */
  readonly scopes: ScopeSet;
  /** For the id_token, exactly as sent (OpenID Connect Core §3.1.2.1). */
  readonly nonce: string | null;
  /** When the person last proved who they are. */
  readonly authTime: Date;
  /** Thumbprint of the only key that may redeem the code (RFC 9449 §10). */
  readonly dpopJkt: string | null;
  /** The person was told that access persists, and was not told otherwise since. */
  readonly refreshable: boolean;
  /** To which of the client's identities the person said yes. */
  readonly identityVersion: number;
}
