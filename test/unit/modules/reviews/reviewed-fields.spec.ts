import { EMPTY_PROFILE } from '../../../../src/modules/app-profiles/app-profile.js';
import type { Client } from '../../../../src/modules/clients/client.js';
import { metadataOf } from '../../../../src/modules/clients/metadata-of.js';
import { changedFields, CONTENT_FIELDS } from '../../../../src/modules/reviews/reviewed-fields.js';

/** Every member of a client that `metadataOf` reads has this value. */
const EVERYTHING = new Proxy({}, { get: () => ['x'] }) as unknown as Client;

describe('the fields of an app', () => {
  const named = (part: 'metadata' | 'profile'): string[] =>
    CONTENT_FIELDS.flatMap((field) => field[part] ?? []);

  it('have each member once, so that no change is overlooked (D17)', () => {
    expect(named('metadata').sort()).toEqual(Object.keys(metadataOf(EVERYTHING)).sort());
    expect(named('profile').sort()).toEqual(Object.keys(EMPTY_PROFILE).sort());
  });

  it.each(Object.keys(metadataOf(EVERYTHING)))('have a change of %s', (member) => {
    const content = { metadata: { [member]: 'a' }, profile: EMPTY_PROFILE };
    const other = { ...content, metadata: { [member]: 'b' } };
    expect(changedFields(content, other)).toHaveLength(1);
    expect(changedFields(content, { ...content })).toEqual([]);
  });
});
