/** URIs that attackers and lenient parsers treat as the same. */
export function almost(uri: string): string[] {
  const [, scheme = '', authority = '', rest = ''] =
    /^([a-z.+-]+:)(?:\/\/([^/?#]*))?(.*)$/s.exec(uri) ?? [];
  const host = authority.replace(/:\d+$/, '');
  const join = (changed: { scheme?: string; authority?: string; rest?: string }): string =>
    `${changed.scheme ?? scheme}${authority === '' ? '' : '//'}${changed.authority ?? authority}${changed.rest ?? rest}`;
  const variants = [
    ...['', 'HTTP:', 'https:', 'http:', 'javascript:', 'hTTps:'].map((s) => join({ scheme: s })),
    ...PATHS.map((change) => join({ rest: change(rest) })),
    ...(authority === '' ? [] : hostsLike(host).map((changed) => join({ authority: changed }))),
    ...[' ', '\t', '\n', '\r\n', '\0', '\u200b', '%00', '%0a'].flatMap((c) => [c + uri, uri + c]),
    uri.toUpperCase(),
    uri.slice(0, -1),
    uri.replace(/./s, (first) => `%${first.charCodeAt(0).toString(16)}`),
    uri.replace('//', '/'),
    uri.replace('//', '///'),
    uri.replace('//', '\\\\'),
    `//${authority}${rest}`,
    `${uri} ${uri}`,
    `${uri},${uri}`,
    encodeURIComponent(uri),
  ];
  return [...new Set(variants)].filter((variant) => variant !== uri);
}

const PATHS: readonly ((rest: string) => string)[] = [
  (rest) => `${rest}/`,
  (rest) => `/${rest}`,
  (rest) => `${rest}?`,
  (rest) => `${rest}?x=1`,
  (rest) => `${rest}&x=1`,
  (rest) => `${rest}#`,
  (rest) => `${rest}#f`,
  (rest) => `${rest};x`,
  (rest) => `${rest}/../x`,
  (rest) => `${rest}/..`,
  (rest) => `${rest}/.`,
  (rest) => `${rest}/%2e%2e/x`,
  (rest) => `${rest}%20`,
  (rest) => `${rest}.evil.example`,
  (rest) => `${rest}@evil.example`,
  (rest) => `.${rest}`,
  (rest) => `\\${rest}`,
  (rest) => rest.replace('c', 'C'),
  (rest) => rest.replace('c', '%63'),
  (rest) => rest.replace('c', 'с'),
  (rest) => rest.replace('/', '%2F'),
  (rest) => rest.replace(/\?.*/, ''),
  (rest) => rest.replace('=', '%3D'),
  () => '',
  () => '/',
];

function hostsLike(host: string): string[] {
  const ports = [
    '',
    ':',
    ':0',
    ':1',
    ':9',
    ':80',
    ':443',
    ':3000',
    ':65535',
    ':65536',
    ':99999999',
  ];
  const oddPorts = [
    ':080',
    ':+80',
    ':-1',
    ': 80',
    ':8 0',
    ':80:80',
    ':8e3',
    ':0x50',
    ':٣',
    ':80@e',
  ];
  const loopbacks = ['127.0.0.1', '[::1]', 'localhost', '127.0.0.2', '127.1', '0.0.0.0', '[::]'];
  const disguised = [
    '2130706433',
    '0x7f.1',
    '[::ffff:127.0.0.1]',
    '[0:0:0:0:0:0:0:1]',
    '0177.0.0.1',
  ];
  return [
    ...[...ports, ...oddPorts].map((port) => host + port),
    ...[...loopbacks, ...disguised],
    `${host}.`,
    `${host}.evil.example`,
    `${host}@evil.example`,
    `user@${host}`,
    `user:password@${host}`,
    `evil.example\\@${host}`,
    `evil.example#@${host}`,
    `evil.example%2f${host}`,
    host.toUpperCase(),
    host.replace('a', 'а'),
    host.replace(/^/, 'xn--'),
    host.replace('.', '。'),
    `sub.${host}`,
    host.slice(1),
    '',
  ];
}
