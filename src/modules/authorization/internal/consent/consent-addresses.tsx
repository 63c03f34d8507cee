import type { VNode } from 'preact';
import { listingPath } from '../../../app-profiles/app-listing.js';
import { isReviewed } from '../../../verification/tier-allowance.js';
import { consentTexts as texts } from './consent-texts.js';
import type { ConsentView } from './consent-view.js';

/**
 * The URLs in the app's metadata (RFC 7591 §2). Links, in a new tab, only for reviewed apps; text for others, since a
 * link would suggest that we checked it.
 */
export function addressesOf({ client, app, slug }: ConsentView): [string, VNode][] {
  const named = [
    [texts.website, client.clientUri],
    [texts.terms, client.tosUri],
    [texts.privacy, client.policyUri],
  ] as const;
  const page: [string, VNode][] =
    slug === null ? [] : [[texts.listing, <Address uri={listingPath(slug)} />]];
  const addresses = named.flatMap(([label, uri]): [string, VNode][] => {
    if (uri === null) return [];
    return [[label, isReviewed(app.tier) ? <Address uri={uri} /> : <Claim>{uri}</Claim>]];
  });
  return [...page, ...addresses];
}

const Claim = ({ children }: { children: string }): VNode => <span class="soft">{children}</span>;

const Address = ({ uri }: { uri: string }): VNode => (
  <a href={uri} target="_blank" rel="noopener noreferrer nofollow">
    {uri}
  </a>
);
