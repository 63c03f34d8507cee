import { ContactEntity } from '../../../src/product-api/audience/internal/contact.entity.js';
import { columnsOf } from '../../../src/platform/database/entity-columns.js';
import { ProjectSpecs } from '../../../src/product-api/specs/project-specs.js';
import { RESERVED_ATTRIBUTES } from '../../../src/product-api/specs/reserved-attributes.js';

describe('reserved attributes', () => {
  const uids = RESERVED_ATTRIBUTES.map(({ uid }) => uid);

  it('have names of their own, which no custom attribute can have', () => {
    expect(uids.length).toBeGreaterThanOrEqual(20);
    expect(new Set(uids).size).toBe(uids.length);
    expect(uids.filter((uid) => !uid.startsWith('_'))).toEqual([]);
  });

  it('are columns of contacts, except for the full name', () => {
    const { list } = columnsOf(ContactEntity);
    const without = RESERVED_ATTRIBUTES.filter(
      ({ column }) => column === undefined || !list.includes(`${column} AS `),
    );
    expect(without.map(({ uid }) => uid)).toEqual(['_full_name']);
  });

  it('can be read without any access to personal data where they have none', () => {
    const shown = RESERVED_ATTRIBUTES.filter(({ level }) => level === 'none');
    expect(shown.map(({ uid }) => uid.replace(/_(sms|email|whatsapp)$/, '')).sort()).toEqual([
      ...Array<string>(3).fill('_accepts_marketing'),
      ...['_country', '_date_imported', '_date_registered', '_date_seen', '_date_updated'],
      ...Array<string>(3).fill('_is_subscribed'),
    ]);
  });

  it('come before custom ones, which only the highest level shows', () => {
    const specs = new ProjectSpecs({
      attributes: [
        {
          ...{ uid: 'plan', displayLabel: 'Plan', description: null, dataType: 'string' },
          ...{ multivalue: 1, options: null, unique: false, hasData: false },
          ...{ visible: true, important: false, enabled: true },
        },
      ],
      events: [],
    });
    expect(specs.attributes.map(({ uid }) => uid)).toEqual([...uids, 'plan']);
    expect(specs.attribute('plan')).toMatchObject({ custom: true, level: 'full' });
    expect(specs.attribute('toString')).toBeUndefined();
    expect(specs.event('toString')).toBeUndefined();
  });
});
