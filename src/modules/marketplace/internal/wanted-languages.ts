/** More are never meant. */
const MOST = 10;

/** The languages of a request, the most wanted first, without regions (RFC 9110 §12.5.4). `asked`: named in the address. */
export function wantedLanguages(header: string | undefined, asked?: string): string[] {
  const wanted = (header ?? '')
    .slice(0, 200)
    .split(',', MOST)
    .map((part) => {
      const [tag = '', quality = ''] = part.trim().split(/\s*;\s*q=/i);
      const weight = quality === '' ? 1 : Number(quality);
      return { tag: tag.toLowerCase().split('-')[0] ?? '', weight };
    })
    .filter(({ tag, weight }) => tag !== '' && weight > 0)
    .sort((a, b) => b.weight - a.weight)
    .map(({ tag }) => tag);
  return asked === undefined ? wanted : [asked, ...wanted];
}
