import fc from 'fast-check';
import { newId, toWireId } from '../../../src/kernel/ids.js';
import { asText, type Json, type PlainType } from './evaluate-rule.js';
import { CUSTOM, OPTIONS, PARAMETERS, RESERVED } from './rule-world.js';

/** Few, so that they meet; with every letter that LIKE, JSON, SQL or folding treats in its own way. */
const TEXTS = [
  ...['Madrid', 'madrid', 'MADRID', 'mad', 'Ávila', 'ávila', 'aVILA', '50%', '50', 'a_b', 'axb'],
  ...[
    'a%b',
    '\\',
    'a\\b',
    "O'Hara",
    '"',
    'İstanbul',
    'istanbul',
    'straße',
    'STRASSE',
    'ΣΑΣ',
    'σας',
  ],
  ...['日本', '😀', 'null', '{}', '$', ' ', 'a\nb', '%', '_', ':r1', '1', 'true', '2026-01-31'],
];
const NUMBERS = [
  0, 1, -1, 2, 2.5, 0.1, 0.30000000000000004, 100, 1e15, 1e21, -1e-7, 9007199254740991,
];
const ZONES = [
  ...['UTC', 'Europe/Madrid', 'America/New_York', 'Asia/Kathmandu', 'Australia/Lord_Howe'],
  ...['America/Havana', 'America/Sao_Paulo', 'Pacific/Auckland'],
];
/** Around changes of the clocks, leap days, and ends of months and years. */
const EDGES = [
  ...[
    '2024-03-31T01:00:00Z',
    '2024-10-27T01:00:00Z',
    '2025-03-09T07:00:00Z',
    '2024-11-03T05:00:00Z',
  ],
  ...[
    '2024-02-29T00:00:00Z',
    '2025-02-28T23:30:00Z',
    '2018-11-04T03:00:00Z',
    '2024-04-06T15:00:00Z',
  ],
  ...[
    '2025-12-31T23:59:59.999Z',
    '2024-03-10T05:00:00Z',
    '2025-05-31T12:00:00Z',
    '2024-09-28T14:00:00Z',
  ],
];
const PHONES = ['+34600123456', '+34600123457', '+12025550143'];
const MAILS = ['Ana@example.test', 'ana@example.test', 'a_b@example.test', 'axb@example.test'];
const COUNTRIES = ['ES', 'FR', 'US'];

/** Ids of campaigns, and one of them as an automation's. */
const CAMPAIGNS = [toWireId('cmp', newId()), toWireId('cmp', newId())];
const AUTOMATION = (CAMPAIGNS[0] ?? '').replace('cmp', 'aut');

const pick = (values: readonly Json[]): fc.Arbitrary<Json> => fc.constantFrom(...values);

/** Half of them around one change of the clocks, so that `now` and what is compared with it are near each other. */
const anEdge = fc.oneof(fc.constant(EDGES[0]), fc.constantFrom(...EDGES));
export const aZone = fc.oneof(fc.constant('Europe/Madrid'), fc.constantFrom(...ZONES));

export const aMoment = fc
  .tuple(anEdge, fc.integer({ min: -60, max: 60 }), fc.integer({ min: -1, max: 1 }))
  .map(([edge = '', hours, milliseconds]) =>
    new Date(Date.parse(edge) + hours * 3_600_000 + milliseconds).toISOString(),
  );
/** Mostly few, as the moments are near each other. */
const aSpan = fc.oneof(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 40 }));
const aDay = aMoment.map((moment) => moment.slice(0, 10));
/** The same moment with another offset. */
const aMomentAnyhow = fc.tuple(aMoment, fc.boolean()).map(([moment, shifted]) => {
  if (!shifted) return moment;
  return new Date(Date.parse(moment) + 19_800_000).toISOString().replace('Z', '+05:30');
});

const VALUES: Readonly<Record<string, fc.Arbitrary<Json>>> = {
  ...{ string: pick(TEXTS), text: pick(TEXTS), url: pick(TEXTS), language: pick(TEXTS) },
  ...{ enum: pick(OPTIONS), integer: pick(NUMBERS), decimal: pick(NUMBERS) },
  ...{ boolean: fc.boolean(), date: aDay, datetime: aMomentAnyhow },
  ...{ phone: pick(PHONES), email: pick(MAILS), country: pick(COUNTRIES) },
};

const valueOf = ({ dataType }: PlainType): fc.Arbitrary<Json> =>
  VALUES[dataType] as fc.Arbitrary<Json>;

/** Whatever else may be stored, since types change and imports were lax. */
const ODD = pick([
  ...[null, '', 'Madrid', '2025-02-30', '2025-13-01', '0000-01-01', '24:00', 'infinity', 'now'],
  ...['2025-02-29', '2024-02-29T25:00:00Z', '1e5', 7, true, [], ['Madrid', 2, null], {}, { a: 1 }],
]);

const storedValue = (type: PlainType): fc.Arbitrary<Json> => {
  const value = type.many
    ? fc.array(fc.oneof(valueOf(type), ODD), { maxLength: 4 })
    : valueOf(type);
  return fc.oneof({ weight: 6, arbitrary: value }, { weight: 1, arbitrary: ODD });
};

const membersOf = (types: Readonly<Record<string, PlainType>>) =>
  fc.record(
    Object.fromEntries(Object.entries(types).map(([name, type]) => [name, storedValue(type)])),
    { requiredKeys: [] },
  );

/** Columns have the types that they have. */
const columnValue = ({ dataType, many }: PlainType): fc.Arbitrary<Json> =>
  many
    ? fc.array(pick(TEXTS), { maxLength: 4 })
    : dataType === 'datetime'
      ? aMoment
      : valueOf({ dataType, many });

const aContact = fc.record({
  attributes: membersOf(CUSTOM),
  columns: fc.record(
    Object.fromEntries(
      Object.entries(RESERVED).map(([name, type]) => [
        name,
        ['_is_subscribed_sms', '_client_tags', '_user_id'].includes(name)
          ? columnValue(type)
          : fc.option(columnValue(type)),
      ]),
    ),
  ),
  events: fc.array(
    fc.oneof(
      ...Object.entries(PARAMETERS).map(([type, parameters]) =>
        fc.record({
          type: fc.constant(type),
          occurredAt: aMoment,
          parameters: membersOf(parameters),
        }),
      ),
    ),
    { maxLength: 4 },
  ),
  isMember: fc.boolean(),
  messages: fc.array(
    fc.record({
      status: fc.constantFrom('delivered', 'failed'),
      createdAt: aMoment,
      campaign: fc.option(fc.constantFrom(...CAMPAIGNS)),
      testMode: fc.boolean(),
    }),
    { maxLength: 3 },
  ),
});

const TEXT_OPERATORS = ['eq', 'neq', 'in', 'not-in', 'matches-string', 'starts-with', 'contains'];
const TIME_OPERATORS = ['on', 'before', 'after', 'between', 'in-last', 'in-next', 'anniversary-in'];
const NUMBER_OPERATORS = ['eq', 'neq', 'gt', 'gte', 'lt', 'lte', 'between'];
const LISTING = [
  'in',
  'not-in',
  'matches-string',
  'starts-with',
  'contains',
  'has-any',
  'has-all',
  'has-none',
];

function operatorsOf({ dataType, many }: PlainType): readonly string[] {
  if (many) return ['has-any', 'has-all', 'has-none'];
  if (['integer', 'decimal'].includes(dataType)) return NUMBER_OPERATORS;
  if (['date', 'datetime'].includes(dataType)) return TIME_OPERATORS;
  if (dataType === 'boolean') return ['is-true', 'is-false'];
  return ['phone', 'email', 'country'].includes(dataType) ? ['eq', 'in'] : TEXT_OPERATORS;
}

const smaller = (a: Json, b: Json): number =>
  typeof a === 'number' ? a - Number(b) : Date.parse(asText(a)) - Date.parse(asText(b));

/** Values that the operator takes. */
function valuesFor(type: PlainType, operator: string): fc.Arbitrary<readonly Json[]> {
  if (['exists', 'not-exists', 'is-true', 'is-false'].includes(operator)) return fc.constant([]);
  if (operator === 'anniversary-in') return fc.tuple(fc.integer({ min: 0, max: 366 }));
  if (operator.startsWith('in-')) return fc.tuple(aSpan, aUnit(type));
  const value = type.dataType === 'datetime' ? fc.oneof(aDay, aMomentAnyhow) : valueOf(type);
  if (LISTING.includes(operator)) return fc.array(value, { minLength: 1, maxLength: 4 });
  if (operator !== 'between') return fc.tuple(value);
  const same =
    type.dataType === 'datetime'
      ? fc.oneof(fc.tuple(aDay, aDay), fc.tuple(aMoment, aMoment))
      : fc.tuple(value, value);
  return same.map((pair) => [...pair].sort(smaller));
}

const aUnit = ({ dataType }: PlainType): fc.Arbitrary<Json> =>
  pick(dataType === 'date' ? ['day', 'week', 'month'] : ['hour', 'day', 'week', 'month']);

const compared = (member: 'key' | 'param', types: Readonly<Record<string, PlainType>>) =>
  fc.oneof(
    ...Object.entries(types).flatMap(([name, type]) =>
      fc
        .constantFrom('exists', 'not-exists', ...operatorsOf(type), ...operatorsOf(type))
        .chain((operator) =>
          valuesFor(type, operator).map((values) => ({ [member]: name, operator, values })),
        ),
    ),
  );

const aCount = fc.oneof(
  fc.record({ op: fc.constantFrom('>=', '<=', '='), values: fc.tuple(fc.nat(3)) }),
  fc.tuple(fc.nat(3), fc.nat(3)).map((pair) => ({ op: 'between', values: pair.sort() })),
);

const aWindow = fc.oneof(
  fc.record({
    last: aSpan,
    unit: fc.constantFrom('hour', 'day', 'week', 'month'),
  }),
  fc.record({ from: fc.oneof(aDay, aMoment) }),
  fc.record({ to: fc.oneof(aDay, aMoment) }),
  fc.tuple(aDay, aDay).map((pair) => {
    const [from, to] = pair.sort();
    return { from, to };
  }),
);

const anEventLeaf = fc.oneof(
  ...Object.entries(PARAMETERS).map(([event, parameters]) =>
    fc.record(
      {
        event: fc.constant(event),
        count: aCount,
        within: aWindow,
        where: fc.array(compared('param', parameters), { maxLength: 2 }),
      },
      { requiredKeys: ['event', 'count'] },
    ),
  ),
);

const aMessageLeaf = fc.record({
  message: fc
    .tuple(
      fc.record(
        { status: fc.constantFrom('delivered', 'failed', 'received'), within: aWindow },
        { requiredKeys: ['status'] },
      ),
      fc.oneof(
        fc.constant({}),
        fc.record({ campaign: fc.constantFrom(...CAMPAIGNS) }),
        fc.constant({ automation: AUTOMATION }),
      ),
    )
    .map(([message, origin]) => ({ ...message, ...origin })),
});

/** A rule; `segments` are uids that it may name. */
const aRule = (segments: readonly string[]) =>
  fc
    .letrec<{ node: object; leaf: object; group: object }>((tie) => ({
      node: fc.oneof({ depthSize: 'small', maxDepth: 4 }, tie('leaf'), tie('group')),
      leaf: fc.oneof(
        { weight: 6, arbitrary: compared('key', { ...CUSTOM, ...RESERVED }) },
        { weight: 3, arbitrary: anEventLeaf },
        { weight: 1, arbitrary: aMessageLeaf },
        ...(segments.length === 0
          ? []
          : [
              {
                weight: 1,
                arbitrary: fc.record({ segment: fc.constantFrom(...segments), in: fc.boolean() }),
              },
            ]),
      ),
      group: fc.record(
        {
          join: fc.constantFrom('and', 'or'),
          not: fc.boolean(),
          children: fc.array(tie('node'), { minLength: 1, maxLength: 3 }),
        },
        { requiredKeys: ['join', 'children'] },
      ),
    }))
    .node.map((root) => ({ root }));

/** A world: contacts, rules, a time and a zone. */
export const aCase = (segments: { readonly fixed: string; readonly ruled: string }) =>
  fc.record({
    contacts: fc.array(aContact, { minLength: 1, maxLength: 6 }),
    inner: aRule([segments.fixed]),
    rule: aRule([segments.fixed, segments.ruled]),
    now: aMoment,
    timeZone: aZone,
  });

export type Case = ReturnType<typeof aCase> extends fc.Arbitrary<infer Made> ? Made : never;
