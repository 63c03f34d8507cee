import type { ProjectSpecs } from '../../specs/project-specs.js';
import type { AttributeSpec, EventParameterSpec } from '../../specs/spec.js';
import type { Source, Term } from '../rule.js';

/** What a key stands for, or why it stands for nothing. */
export type Found = Term | { readonly fault: string };

export type FindTerm = (key: string) => Found;

const column = (dataType: Term['dataType'], sql: string, options?: readonly string[]): Term => ({
  ...{ dataType, multivalue: false, level: 'none' as const },
  source: { kind: 'column', sql },
  ...(options ? { options } : {}),
});

/** What contacts have besides attributes. */
const OF_CONTACTS = new Map<string, Term>([
  ['created-at', column('datetime', 'contact.created_at')],
  ['updated-at', column('datetime', 'contact.updated_at')],
]);

/** What events have besides parameters. */
const OF_EVENTS = new Map<string, Term>([
  ['event-type', column('string', 'event.type')],
  ['event-date', column('datetime', 'event.occurred_at')],
  ['created-at', column('datetime', 'event.received_at')],
  ['audience-id', column('id', 'event.contact_id', ['aud'])],
  ['datasource', column('id', 'event.data_source_id', ['ds'])],
]);

/** Keys of rules about contacts. */
export const contactTerms =
  (specs: ProjectSpecs): FindTerm =>
  (key) => {
    const own = OF_CONTACTS.get(key);
    if (own) return own;
    const spec = specs.attribute(key);
    if (!spec) return { fault: 'is not an attribute of this project' };
    return spec.enabled ? attributeTerm(spec) : { fault: 'is an attribute that is switched off' };
  };

function attributeTerm(spec: AttributeSpec): Term {
  return {
    dataType: spec.dataType,
    multivalue: spec.multivalue > 1,
    level: spec.level,
    source: sourceOf(spec),
    ...(spec.options ? { options: spec.options } : {}),
  };
}

/** Names of reserved attributes that are composed of columns. */
const COMPOSED = new Map([
  ['_full_name', `nullif(concat_ws(' ', contact.first_name, contact.last_name), '')`],
]);

function sourceOf({ uid, custom, column: name }: AttributeSpec): Source {
  if (custom) return { kind: 'member', sql: 'contact.attributes', name: uid };
  const sql = COMPOSED.get(uid) ?? `contact.${name ?? ''}`;
  // Both are constants of this server; nothing that a request says becomes SQL (E10).
  if (!COMPOSED.has(uid) && !/^contact\.[a-z_]+$/.test(sql)) throw new Error(`No column of ${uid}`);
  return { kind: 'column', sql };
}

/** Parameters of events of one type. */
export const parameterTerms =
  (parameters: readonly EventParameterSpec[]): FindTerm =>
  (name) => {
    const spec = parameters.find(({ parameter }) => parameter === name);
    return spec ? parameterTerm(spec) : { fault: 'is not a parameter of such events' };
  };

const parameterTerm = (spec: EventParameterSpec): Term => ({
  dataType: spec.dataType,
  multivalue: spec.multiValue > 1,
  level: spec.pii ? 'full' : 'none',
  source: { kind: 'member', sql: 'event.parameters', name: spec.parameter },
  ...(spec.options ? { options: spec.options } : {}),
});

const PARAMETER = 'p.';

/** Keys of queries of events: `event-type`, and `p.amount` for a parameter. */
export const eventTerms =
  (specs: ProjectSpecs): FindTerm =>
  (key) => {
    const own = OF_EVENTS.get(key);
    if (own) return own;
    if (!key.startsWith(PARAMETER)) return { fault: 'is not a member of events' };
    return sharedTerm(specs, key.slice(PARAMETER.length));
  };

/** A parameter that several types of events have, if they mean the same by it. */
function sharedTerm(specs: ProjectSpecs, name: string): Found {
  const all = specs.events.flatMap(({ parameters }) => parameters);
  const [first, ...others] = all.filter(({ parameter }) => parameter === name).map(parameterTerm);
  if (!first) return { fault: 'is not a parameter of any event of this project' };
  const differs = ({ dataType, multivalue }: Term): boolean =>
    dataType !== first.dataType || multivalue !== first.multivalue;
  if (others.some(differs)) return { fault: 'has different types in different events' };
  const every = [first, ...others];
  return {
    ...first,
    level: every.some(({ level }) => level === 'full') ? 'full' : 'none',
    ...(first.options ? { options: every.flatMap(({ options = [] }) => options) } : {}),
  };
}
