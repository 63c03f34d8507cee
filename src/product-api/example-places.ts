const id = (kind: string): string => `${kind}_01kag0r4yqf8ktm3v9x2s5c7bn`;

/** Of ids, by the segment before them. */
const IDS: Readonly<Record<string, string>> = {
  ...{ audience: id('aud'), automation: id('aut'), campaign: id('cmp'), datasource: id('ds') },
  ...{ event: id('evt'), import: id('imp'), segment: id('seg'), sms: id('sms'), send: id('cmp') },
  ...{ webhook: id('whk'), deliveries: id('dlv'), attributes: 'loyalty_tier' },
};

/** Of other places, by their names. */
const OTHERS: Readonly<Record<string, string | number>> = {
  ...{ sender: 'default', audienceId: id('aud'), utmTerm: 'harvest', option: 0, message: 0 },
  ...{ email: 'lucia@mail.example', phone: '+34600000101', uniqueValue: 'C10001' },
  ...{ userId: 'C10001', type: 'purchase', tokenId: id('tok') },
};

/** What may stand in a place of a path, as `id` in `/segment/{id}`. */
export function exampleOfPlace(path: string, name: string): string | number | undefined {
  const segments = path.split('/');
  const before = segments[segments.indexOf(`{${name}}`) - 1] ?? '';
  return OTHERS[name] ?? IDS[before];
}
