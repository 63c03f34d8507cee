import type { User } from './users.service.js';

/** A browser's session. It begins anonymous; signing in replaces it by another one, with another token. */
export interface BrowserSession {
  readonly id: string;
  /** For the hidden field of this session's forms. */
  readonly csrfToken: string;
  /** Null before sign-in. */
  readonly user: User | null;
  readonly authenticatedAt: Date | null;
  /** Path on this server that required this sign-in and was opened after it; null if none did. */
  readonly signedInFor: string | null;
}
