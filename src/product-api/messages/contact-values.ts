import type { ProjectSpecs } from '../specs/project-specs.js';

/** A row of `contacts` as PostgreSQL's `to_jsonb` writes it: values by the names of columns. */
export type ContactRecord = Readonly<Record<string, unknown>>;

/** The values of a contact by the names of attributes, for `renderTemplate`. */
export function valuesOf(contact: ContactRecord, specs: ProjectSpecs): (uid: string) => unknown {
  const custom = (contact.attributes ?? {}) as ContactRecord;
  return (uid) => {
    if (uid === '_full_name') {
      return [contact.first_name, contact.last_name].filter(Boolean).join(' ');
    }
    const spec = specs.attribute(uid);
    if (!spec) return undefined;
    const value = spec.column === undefined ? custom[uid] : contact[spec.column];
    return spec.dataType === 'datetime' ? dayOf(value) : value;
  };
}

/** People read days, not times of UTC. */
const dayOf = (value: unknown): unknown => (typeof value === 'string' ? value.slice(0, 10) : value);
