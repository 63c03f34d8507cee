import { addContact } from '../../shortcuts.js';
import type { SampleArea, Things } from '../route-sample.js';

export const AUDIENCE_SAMPLES: SampleArea = {
  async add({ database, projectId, mark, phone }) {
    const [email, user] = [`${mark}@example.test`, `${mark}-user`];
    const contact = { firstName: mark, lastName: mark, userId: user, email, phone };
    const id = await addContact(database, projectId, { ...contact, attributes: { mark } });
    return { contact: id, phone, email, user };
  },
  routes: {
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
