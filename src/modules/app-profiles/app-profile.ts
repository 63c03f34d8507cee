import type { JsonObject } from '../../kernel/untrusted-json.js';

/** What an app says about itself beyond its OAuth metadata. */
export interface AppProfile {
  /** Where people who use the app find help. */
  readonly supportEmail: string | null;
  /** Where faults that concern security are reported. Not shown to the public. */
  readonly securityEmail: string | null;
  /** By scope: one sentence, why the app needs it. */
  readonly scopeReasons: Readonly<Record<string, string>>;
  /** Contents of its page in the marketplace; null without one. */
  readonly listing: JsonObject | null;
}

/** Characters of the reason for a scope. */
export const LONGEST_SCOPE_REASON = 200;

export const EMPTY_PROFILE: AppProfile = {
  supportEmail: null,
  securityEmail: null,
  scopeReasons: {},
  listing: null,
};
