import { addContact, addEvent } from '../../shortcuts.js';
import type { SampleArea } from '../route-sample.js';

export const EVENT_SAMPLES: SampleArea = {
  async add({ database, projectId, mark }) {
    const contact = await addContact(database, projectId, { firstName: mark });
    const event = { contact, type: mark, parameters: { [mark]: mark } };
    return { visitor: contact, event: await addEvent(database, projectId, event) };
  },
  routes: {
    'GET /v1/project/:project/event/:id': { path: ({ event }) => ({ id: event }) },
    'GET /v1/project/:project/audience/:id/events': { path: ({ visitor }) => ({ id: visitor }) },
  },
};
