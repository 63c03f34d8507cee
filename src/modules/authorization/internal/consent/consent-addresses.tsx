import type { VNode } from 'preact';
import { isReviewed } from '../../../verification/tier-allowance.js';
import { consentTexts as texts } from './consent-texts.js';
import type { ConsentView } from './consent-view.js';

/**
 * The pages that the app names of itself (RFC 7591 §2). Of an app that was reviewed they are links, which open beside
 * this page; of any other they are text, for a link of ours would lend it trust that nobody has given.
 */
export function addressesOf({ client, app }: ConsentView): [string, VNode][] {
  const named = [
    [texts.website, client.clientUri],
    [texts.terms, client.tosUri],
    [texts.privacy, client.policyUri],
  ] as const;
  return named.flatMap(([label, uri]): [string, VNode][] => {
    if (uri === null) return [];
    return [[label, isReviewed(app.tier) ? <Address uri={uri} /> : <Claim>{uri}</Claim>]];
  });
}

const Claim = ({ children }: { children: string }): VNode => <span class="soft">{children}</span>;

const Address = ({ uri }: { uri: string }): VNode => (
  <a href={uri} target="_blank" rel="noopener noreferrer nofollow">
    {uri}
  </a>
);
