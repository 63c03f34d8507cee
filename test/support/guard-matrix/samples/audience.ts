import { fromWireId, newId } from '../../../../src/kernel/ids.js';
import { addContact } from '../../shortcuts.js';
import type { RouteSample, SampleArea, Things } from '../route-sample.js';

/** The contact is there again. */
const revive: RouteSample['restore'] = ({ database }, { doomed = '' }) =>
  database.query('UPDATE contacts SET deleted_at = NULL WHERE id = $1', [
    fromWireId('aud', doomed),
  ]);

export const AUDIENCE_SAMPLES: SampleArea = {
  async add({ database, projectId, mark, phone }) {
    // Not the mark: problems repeat the path that was asked for.
    const [email, user] = [`${newId()}@example.test`, newId()];
    const contact = { firstName: mark, lastName: mark, userId: user, email, phone };
    const id = await addContact(database, projectId, { ...contact, attributes: { mark } });
    // Without the number: it is suppressed once the contact is erased, and the other could not be subscribed.
    const doomed = await addContact(database, projectId, {
      ...{ ...contact, userId: `${mark}-doomed`, phone: null },
    });
    return { doomed, contact: id, phone, email, user };
  },
  routes: {
    'POST /v1/project/:project/audience/aggregations': {
      body: () => ({ aggregations: [{ name: 'a', type: 'terms', key: '_country' }] }),
    },
    'PATCH /v1/project/:project/audience/:id': {
      path: ({ contact }) => ({ id: contact }),
      body: () => ({ attributesData: {} }),
    },
    'DELETE /v1/project/:project/audience/:id': {
      path: ({ doomed }) => ({ id: doomed }),
      restore: revive,
    },
    'POST /v1/project/:project/audience/stream/delete-contact': {
      body: ({ doomed }) => ({ audienceId: doomed }),
      restore: revive,
    },
    ...Object.fromEntries(
      ['sms-subscribe', 'sms-unsubscribe', 'email-subscribe', 'email-unsubscribe'].map((act) => [
        `POST /v1/project/:project/audience/stream/${act}`,
        { body: ({ contact }: Things) => ({ audienceId: contact }) },
      ]),
    ),
    'GET /v1/project/:project/audience/:id': { path: ({ contact }) => ({ id: contact }) },
    'GET /v1/project/:project/audience/user/:uniqueValue': {
      path: ({ user }) => ({ uniqueValue: user }),
    },
    'GET /v1/project/:project/audience/search/email/:email': {
      path: ({ email }) => ({ email }),
    },
    'GET /v1/project/:project/audience/search/phone/:phone': { path: ({ phone }) => ({ phone }) },
  },
};
