import type { OAuthError } from '../../../../kernel/errors/oauth-error.js';
import type { Client } from '../../../clients/client.js';
import { matchRedirectUri } from '../../../clients/redirect-uri.js';

/**
 * A redirect URI validated as belonging to the client. Redirects to a client take this type only, and `prove` is its
 * only constructor: an unregistered URI cannot appear in a `Location` header by mistake.
 */
export class ReturnAddress {
  private constructor(
    readonly uri: string,
    /** The registered URI that matched, without port: it identifies an installation of the app. */
    readonly installation: string,
    private readonly state: string | undefined,
    private readonly issuer: string,
  ) {}

  /** Null unless `requested` is one of the client's registered redirect URIs (RFC 9700 §4.1.3). */
  static prove(
    client: Client,
    requested: string | undefined,
    state: string | undefined,
    issuer: string,
  ): ReturnAddress | null {
    const match = matchRedirectUri(client, requested);
    return match && new ReturnAddress(match.uri, match.installation, state, issuer);
  }

  /** The URL of the successful response (RFC 6749 §4.1.2, RFC 9207 §2). */
  withCode(code: string): string {
    return this.with([['code', code]]);
  }

  /** The URL of the error response (RFC 6749 §4.1.2.1). */
  withError(error: OAuthError): string {
    return this.with([
      ['error', error.code],
      ['error_description', error.message],
    ]);
  }

  /** For people: a host, a kind of app, or a program on this computer. */
  get label(): string {
    const { protocol, hostname } = new URL(this.uri);
    if (protocol === 'http:') return `an app on this computer (${hostname})`;
    if (protocol === 'https:') return hostname;
    return `the app that opens ${protocol.slice(0, -1)} links on this device`;
  }

  /** The host, or the scheme of an app on the device: what a person types to confirm the target. */
  get host(): string {
    const { protocol, hostname } = new URL(this.uri);
    return /^https?:$/.test(protocol) ? hostname : protocol.slice(0, -1);
  }

  get isHttps(): boolean {
    return new URL(this.uri).protocol === 'https:';
  }

  get isLoopback(): boolean {
    return new URL(this.uri).protocol === 'http:';
  }

  private with(parameters: [string, string][]): string {
    const all = new URLSearchParams(parameters);
    if (this.state !== undefined) all.append('state', this.state);
    all.append('iss', this.issuer);
    // Text, not `new URL()`: a registered query and the rest must be kept unchanged (AUTH-07).
    const separator = !this.uri.includes('?') ? '?' : /[?&]$/.test(this.uri) ? '' : '&';
    return this.uri + separator + all.toString();
  }
}
