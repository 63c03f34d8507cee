import express, { type Request } from 'express';
import { readAddressOnce } from '../../../../src/platform/http/forwarded.js';

/** The caller's address, read ten times, and how often Express checked whether to trust a hop. */
function addressFrom(list: string, trusted: ReadonlySet<string>): { ip?: string; asked: number } {
  let asked = 0;
  const app = express().set('trust proxy', (address: string) => {
    asked++;
    return trusted.has(address);
  });
  readAddressOnce(app);
  const request = Object.create(app.request as object, {
    app: { value: app },
    headers: { value: { 'x-forwarded-for': list } },
    socket: { value: { remoteAddress: '10.0.0.1' } },
  }) as Request;
  const seen = Array.from({ length: 10 }, () => request.ip);
  expect(new Set(seen).size).toBe(1);
  return { ip: request.ip, asked };
}

describe('the address of a caller behind proxies', () => {
  const proxies = new Set(['10.0.0.1', '10.0.0.2']);

  it('is the last one that no proxy of ours has (C8)', () => {
    expect(addressFrom('203.0.113.9, 198.51.100.7, 10.0.0.2', proxies).ip).toBe('198.51.100.7');
    expect(addressFrom('198.51.100.7', proxies).ip).toBe('198.51.100.7');
    expect(addressFrom('', proxies).ip).toBe('10.0.0.1');
  });

  it.each(['10.0.0.2,', '10.0.0.2, ', ',', 'x,'])(
    'costs as much for a list of thousands of %j as for a short one (G1)',
    (hop) => {
      const { ip, asked } = addressFrom(hop.repeat(15_000 / hop.length), proxies);
      expect(asked).toBeLessThan(300);
      expect(ip).toBeDefined();
    },
  );

  it('is found behind a long list of inventions (C8)', () => {
    const invented = '10.0.0.2, '.repeat(1_000);
    expect(addressFrom(`${invented}198.51.100.7`, proxies).ip).toBe('198.51.100.7');
  });
});
