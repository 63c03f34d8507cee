import fc from 'fast-check';
import { matchRedirectUri } from '../../../../src/modules/clients/redirect-uri.js';
import { loopback, mutations, validUri } from './mutated-uris.js';

const RUNS = 100_000;

/** Scheme, authority and the rest, cut at the first characters that may end them (RFC 3986 §3). */
function cut(uri: string): { scheme: string; authority: string; rest: string } {
  const [scheme = '', ...others] = uri.split('://');
  const after = others.join('://');
  const end = [...after].findIndex((char) => '/?#'.includes(char));
  return end === -1
    ? { scheme, authority: after, rest: '' }
    : { scheme, authority: after.slice(0, end), rest: after.slice(end) };
}

/** A number in canonical form. */
function isPort(text: string): boolean {
  const number = Number(text);
  return String(number) === text && Number.isInteger(number) && number > 0 && number < 2 ** 16;
}

/** The host of an authority whose port, if any, is a canonical number; null otherwise. */
function hostOf(authority: string): string | null {
  const host = ['127.0.0.1', '[::1]', 'localhost'].find((one) => authority.startsWith(one));
  if (host === undefined || authority === host) return host ?? null;
  const port = authority.slice(host.length + 1);
  return authority.charAt(host.length) === ':' && isPort(port) ? host : null;
}

/**
 * The rule of the standards: simple string comparison (OAuth 2.1 §4.1.1), except for the port of a loopback address
 * (RFC 8252 §7.3); and an empty path is `/` (RFC 3986 §6.2.3) where the port is free.
 */
function mayGoTo(registered: string, asked: string): boolean {
  if (registered === asked) return true;
  const [a, b] = [cut(registered), cut(asked)];
  if (a.scheme !== 'http' || b.scheme !== 'http') return false;
  const [hostA, hostB] = [hostOf(a.authority), hostOf(b.authority)];
  const path = (rest: string): string => (rest.startsWith('/') ? rest : `/${rest}`);
  const isLine = !/[\n\r\u2028\u2029]/.test(b.rest) && !b.rest.startsWith('#');
  return hostA !== null && hostA === hostB && isLine && path(a.rest) === path(b.rest);
}

/** The host a browser connects to (WHATWG URL), without the port of a loopback host. */
function destination(uri: string): string {
  const { protocol, username, password, hostname, port, pathname, search, hash } = new URL(uri);
  const isFree = protocol === 'http:' && ['127.0.0.1', '[::1]', 'localhost'].includes(hostname);
  return JSON.stringify([
    protocol,
    username,
    password,
    hostname,
    isFree ? '' : port,
    pathname,
    search,
    hash,
  ]);
}

describe('100,000 mutations of registered redirect URIs', () => {
  const registrations = fc.array(validUri, { minLength: 1, maxLength: 3 });
  const cases = fc.tuple(registrations, fc.nat(2), mutations);
  let matched = 0;
  let changedPort = 0;

  it('lead nowhere but where the app registered, and match if and only if RFC 8252 says so (AUTH-05, AUTH-06, A1)', () => {
    const property = fc.property(cases, ([redirectUris, which, mutate]) => {
      const asked = mutate(redirectUris[which % redirectUris.length] ?? '');
      const found = matchRedirectUri({ redirectUris }, asked);
      const allowed = redirectUris.some((registered) => mayGoTo(registered, asked));
      if ((found !== null) !== allowed)
        throw new Error(`match ${String(found?.uri)}, rule ${String(allowed)}`);
      if (!found) return;
      if (found.uri !== asked) throw new Error(`sent to ${found.uri}`);
      const places = redirectUris.map(destination);
      if (!places.includes(destination(asked)))
        throw new Error(`a browser goes to ${destination(asked)}`);
      matched++;
      if (!redirectUris.includes(asked)) changedPort++;
    });
    fc.assert(property, { numRuns: RUNS });
  }, 60_000);

  it('were tried on both sides of the rule', () => {
    expect(matched).toBeGreaterThan(RUNS / 100);
    expect(matched).toBeLessThan(RUNS / 4);
    expect(changedPort).toBeGreaterThan(RUNS / 200);
  });

  it('know that the three loopback hosts are three (AUTH-06)', () => {
    const property = fc.property(loopback, loopback, (one, other) => {
      const found = matchRedirectUri(
        { redirectUris: [`http://${one}/cb`] },
        `http://${other}:9/cb`,
      );
      expect(found !== null).toBe(one === other);
    });
    fc.assert(property);
  });
});
