import type { LookupAddress } from 'node:dns';
import { findDestination } from '../../../../src/platform/outbound/destination.js';

const environment = { outboundTestRoutes: new Map() };

const resolving = (...addresses: string[]) => ({
  resolve: jest.fn(() =>
    Promise.resolve(addresses.map((address): LookupAddress => ({ address, family: 4 }))),
  ),
});

const find = (url: string, resolver = resolving('93.184.216.34')) =>
  findDestination(new URL(url), resolver, environment);

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
  ])('is not %s (C12)', async (url) => {
    const resolver = resolving('93.184.216.34');
    await expect(find(url, resolver)).rejects.toMatchObject({ failure: 'unacceptable' });
    expect(resolver.resolve).not.toHaveBeenCalled();
  });

  it.each(['https://2130706433/c', 'https://0x7f.1/c', 'https://0177.0.0.1/c', 'https://[::1]/c'])(
    'is not %s, which the system would resolve to itself (C12)',
    async (url) => {
      const resolver = {
        resolve: (host: string) => Promise.resolve([{ address: host, family: 4 }]),
      };
      await expect(findDestination(new URL(url), resolver, environment)).rejects.toMatchObject({
        failure: 'unacceptable',
      });
    },
  );

  it('is unavailable, not refused, while the name does not resolve', async () => {
    const resolver = { resolve: () => Promise.reject(new Error('ENOTFOUND')) };
    await expect(
      findDestination(new URL('https://app.example/c'), resolver, environment),
    ).rejects.toMatchObject({ failure: 'unavailable' });
    await expect(find('https://app.example/c', resolving())).rejects.toMatchObject({
      failure: 'unavailable',
    });
  });
});
