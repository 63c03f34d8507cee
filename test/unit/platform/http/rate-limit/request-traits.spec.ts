import { newId, toWireId } from '../../../../../src/kernel/ids.js';
import {
  accountOf,
  addressOf,
  clientOf,
} from '../../../../../src/platform/http/rate-limit/request-traits.js';
import { StrictForm } from '../../../../../src/platform/http/strict-form.js';

/** As `FormGuard` leaves it. */
const form = (text: string): StrictForm => StrictForm.parseLoosely(text);

describe('what counts as the same caller', () => {
  it.each([
    ['an IPv4 address however it is written', ['1.2.3.4', '::ffff:1.2.3.4', '::FFFF:102:304']],
    ['a /64 of IPv6', ['2001:db8:1:2::1', '2001:DB8:1:2:ffff::9', '2001:0db8:0001:0002::3%eth0']],
    ['the own machine', ['::1', '0:0:0:0:0:0:0:1']],
  ])('is %s (C8)', (_, addresses) => {
    expect(new Set(addresses.map((ip) => addressOf({ ip })))).toHaveProperty('size', 1);
  });

  it('is not the next address or the next /64 (C8)', () => {
    const addresses = ['1.2.3.4', '1.2.3.5', '2001:db8:1:2::1', '2001:db8:1:3::1', '::2'];
    expect(new Set(addresses.map((ip) => addressOf({ ip }))).size).toBe(addresses.length);
  });

  it('is everybody without an address', () => {
    expect(addressOf({ ip: undefined })).toBe('unknown');
  });

  it('is an account in any case and with spaces around it (D8)', () => {
    expect(accountOf({ body: form('email=%20Ana%40Example.com+&password=x') })).toBe(
      'ana@example.com',
    );
    expect(accountOf({ body: undefined })).toBe('');
    expect(accountOf({ body: form('email=Ana%40B%C3%9CCHER.example') })).toBe(
      'ana@xn--bcher-kva.example',
    );
    expect(accountOf({ body: form('email=+No+Address') })).toBe('no address');
  });

  it('is the one behind an empty value, as for whoever reads the form', () => {
    expect(accountOf({ body: form('email=&email=ana%40example.com') })).toBe('ana@example.com');
    const clientId = toWireId('app', newId());
    expect(clientOf({ body: form(`client_id=&client_id=${clientId}`), headers: {} })).toBe(
      clientId,
    );
  });

  it('is the client that the body or the Basic header names', () => {
    const clientId = toWireId('app', newId());
    const authorization = `Basic ${Buffer.from(`${clientId}:secret`).toString('base64')}`;
    expect(clientOf({ body: form(`client_id=${clientId}`), headers: {} })).toBe(clientId);
    expect(clientOf({ body: form(''), headers: { authorization } })).toBe(clientId);
  });

  it('is that client too if the header is form-encoded, as libraries write it (CA-02)', () => {
    const id = toWireId('app', newId());
    const basic = (user: string) => `Basic ${Buffer.from(`${user}:secret`).toString('base64')}`;
    expect(
      clientOf({ body: form(''), headers: { authorization: basic(id.replace('_', '%5F')) } }),
    ).toBe(id);
    expect(clientOf({ body: form(''), headers: { authorization: basic('app%5') } })).toBe('');
  });

  it('is one caller for all the names that cannot be clients', () => {
    const authorization = 'Basic !!';
    for (const text of ['', 'client_id=', 'client_id=app_1', 'client_id=%ff', undefined]) {
      const body = text === undefined ? undefined : form(text);
      expect(clientOf({ body, headers: { authorization } })).toBe('');
    }
  });
});
