import { isPublicAddress } from '../../../../src/platform/outbound/public-address.js';

const PUBLIC = [
  ...['1.1.1.1', '8.8.8.8', '9.255.255.255', '11.0.0.0', '93.184.216.34', '100.63.255.255'],
  ...['100.128.0.0', '126.255.255.255', '128.0.0.1', '160.79.104.10', '169.253.255.255'],
  ...['172.15.255.255', '172.32.0.0', '191.255.255.255', '192.0.1.0', '192.167.255.255'],
  ...['198.17.255.255', '198.20.0.0', '223.255.255.255', '2600::1', '2a00:1450:4001:80b::200e'],
  ...['2606:4700:4700::1111', '2001:4860:4860::8888', '2001:200::1', '2003::1', '2400:cb00::1'],
];

const NOT_PUBLIC: Readonly<Record<string, readonly string[]>> = {
  'this machine': ['127.0.0.1', '127.1.2.3', '127.255.255.255', '::1', '0.0.0.0', '0.1.2.3', '::'],
  'a private network': [
    '10.0.0.1',
    '10.255.255.255',
    '172.16.0.1',
    '172.31.255.255',
    '192.168.1.1',
  ],
  'a carrier’s network': ['100.64.0.1', '100.127.255.255'],
  'the link': ['169.254.0.1', '169.254.169.254', 'fe80::1', 'fe80::1%eth0', 'febf::1'],
  'a unique local network': ['fc00::1', 'fd00:ec2::254', 'fdff::1'],
  'a former site-local network': ['fec0::1'],
  documentation: ['192.0.2.1', '198.51.100.1', '203.0.113.9', '2001:db8::1', '3fff::1'],
  benchmarks: ['198.18.0.1', '198.19.255.255', '2001:2::1'],
  protocols: [
    '192.0.0.1',
    '192.88.99.1',
    '192.31.196.1',
    '192.52.193.1',
    '192.175.48.1',
    '2001::1',
  ],
  multicast: ['224.0.0.1', '239.255.255.255', 'ff02::1', 'ff0e::1'],
  'the future, and broadcast': ['240.0.0.1', '255.255.255.255'],
  'IPv4 inside IPv6, mapped': [
    '::ffff:127.0.0.1',
    '::ffff:7f00:1',
    '::ffff:8.8.8.8',
    '::ffff:0:127.0.0.1',
  ],
  'IPv4 inside IPv6, compatible': ['::127.0.0.1', '::7f00:1'],
  'IPv4 inside IPv6, 6to4': ['2002:7f00:1::', '2002:a9fe:a9fe::1', '2002:808:808::1'],
  'IPv4 inside IPv6, NAT64': ['64:ff9b::7f00:1', '64:ff9b::8.8.8.8', '64:ff9b:1::1'],
  'IPv4 inside IPv6, Teredo': ['2001:0:7f00:1::1'],
  nothing: ['100::1', '5f00::1', '4000::1', 'e000::1'],
  'no address at all': [
    '',
    'localhost',
    '2130706433',
    '0x7f000001',
    '0177.0.0.1',
    '127.1',
    '1.2.3',
    '[::1]',
  ],
};

describe('a public address', () => {
  it.each(PUBLIC)('is %s (C12)', (address) => {
    expect(isPublicAddress(address)).toBe(true);
  });

  it.each(
    Object.entries(NOT_PUBLIC).flatMap(([what, addresses]) =>
      addresses.map((address) => [address, what] as const),
    ),
  )('is not %s: %s (C12, CIMD-04)', (address) => {
    expect(isPublicAddress(address)).toBe(false);
  });
});
