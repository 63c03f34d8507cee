import type { LookupAddress } from 'node:dns';
import type { HostResolver } from '../../../../src/platform/outbound/host-resolver.js';
import {
  findAddressFault,
  findDestination,
} from '../../../../src/platform/outbound/destination.js';

const environment = { outboundTestRoutes: new Map() };

const resolving = (...addresses: string[]) => ({
  resolve: jest.fn(() =>
    Promise.resolve(addresses.map((address): LookupAddress => ({ address, family: 4 }))),
  ),
});

const find = (url: string, resolver: Pick<HostResolver, 'resolve'> = resolving('93.184.216.34')) =>
  findDestination(new URL(url), resolver, environment, AbortSignal.timeout(5_000));

describe('a destination', () => {
  it('is a host all of whose addresses are public, resolved once', async () => {
    const resolver = resolving('93.184.216.34', '1.1.1.1');
    const { addresses, port } = await find('https://app.example/c', resolver);
    expect(addresses.map(({ address }) => address)).toEqual(['93.184.216.34', '1.1.1.1']);
    expect(port).toBe(443);
    expect(resolver.resolve).toHaveBeenCalledTimes(1);
  });

  it('is not a host with one address that is not public (C12)', async () => {
    const resolver = resolving('93.184.216.34', '169.254.169.254');
    await expect(find('https://app.example/c', resolver)).rejects.toMatchObject({
      failure: 'unacceptable',
    });
  });

  it.each([
    'http://app.example/c',
    'https://app.example:22/c',
    'https://app.example:8443/c',
    'https://user@app.example/c',
    'https://:secret@app.example/c',
    'ftp://app.example/c',
    'https://10.0.0.7/c',
    'https://2130706433/c',
    'https://0x7f.1/c',
    'https://0177.0.0.1/c',
    'https://[::1]/c',
    'https://[::ffff:7f00:1]/c',
    'https://localhost/c',
    'https://LOCALHOST./c',
    'https://app.localhost/c',
    'https://printer.local/c',
    'https://vault.internal/c',
    'https://nobody.invalid/c',
    'https://hidden.onion/c',
  ])('is not %s, whatever a name server would say (C12)', async (url) => {
    const resolver = resolving('93.184.216.34');
    await expect(find(url, resolver)).rejects.toMatchObject({ failure: 'unacceptable' });
    expect(resolver.resolve).not.toHaveBeenCalled();
    expect(findAddressFault(new URL(url))).toEqual(expect.any(String));
  });

  it.each([
    'https://app.example/c',
    'https://8.8.8.8/c',
    'https://[2606:4700::1111]/c',
    'https://local.example/c',
  ])('may be %s', (url) => {
    expect(findAddressFault(new URL(url))).toBeNull();
  });

  it('is unavailable, not refused, while the name does not resolve', async () => {
    const resolver = { resolve: () => Promise.reject(new Error('ENOTFOUND')) };
    await expect(find('https://app.example/c', resolver)).rejects.toMatchObject({
      failure: 'unavailable',
    });
    await expect(find('https://app.example/c', resolving())).rejects.toMatchObject({
      failure: 'unavailable',
    });
  });
});
