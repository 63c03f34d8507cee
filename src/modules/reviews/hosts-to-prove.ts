import type { AppContent } from './app-content.js';
import type { EditableApp } from './app-version.js';
import type { DomainProof } from './domain-proof.js';

/** The hosts that an app must prove: of its homepage, and of every https redirect URI. */
export function hostsToProve({ metadata }: AppContent): string[] {
  const uris: unknown[] = Array.isArray(metadata.redirect_uris) ? metadata.redirect_uris : [];
  const hosts = [metadata.client_uri, ...uris].flatMap(httpsHostOf);
  return [...new Set(hosts)];
}

/** Of the draft and of what is live: both stay proven. */
export const hostsOfApp = ({ content, live }: Pick<EditableApp, 'content' | 'live'>): string[] => [
  ...new Set([...hostsToProve(content), ...hostsToProve(live)]),
];

/** Without its port: a proof is about the host. */
function httpsHostOf(uri: unknown): string[] {
  const url = typeof uri === 'string' ? URL.parse(uri) : null;
  return url?.protocol === 'https:' ? [url.hostname] : [];
}

/** A TXT record proves the subdomains, too: who publishes it controls them. A file proves its host alone. */
export const isProven = (host: string, proofs: readonly DomainProof[]): boolean =>
  proofs.some(
    (proof) =>
      proof.state === 'proven' &&
      (proof.host === host || (proof.method === 'dns' && host.endsWith(`.${proof.host}`))),
  );

export const isOnProvenHost = (uri: unknown, proofs: readonly DomainProof[]): boolean =>
  httpsHostOf(uri).some((host) => isProven(host, proofs));
