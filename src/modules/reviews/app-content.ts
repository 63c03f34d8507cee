import type { JsonObject } from '../../kernel/untrusted-json.js';
import { withoutEmpty } from '../clients/metadata-of.js';
import type { AppProfile } from '../app-profiles/app-profile.js';

/** All that an app says about itself: what a version has, and what is live. */
export interface AppContent {
  /** Client metadata (RFC 7591 §2). */
  readonly metadata: JsonObject;
  readonly profile: AppProfile;
}

/** Members to change; those that are absent stay. */
export interface ContentChanges {
  readonly metadata?: JsonObject;
  readonly profile?: Partial<AppProfile>;
  /** Contents of the page in the marketplace. */
  readonly listing?: AppProfile['listing'];
}

/** The content after the changes. A metadata member that is undefined or null is removed. */
export function withChanges(
  { metadata, profile }: AppContent,
  { metadata: some = {}, profile: more = {}, listing }: ContentChanges,
): AppContent {
  return {
    metadata: withoutEmpty({ ...metadata, ...some }),
    profile: { ...profile, ...more, ...(listing !== undefined && { listing }) },
  };
}
