import { fromWireId, newId, toWireId } from '../../../../src/kernel/ids.js';
import { storeRow } from '../../rows.js';
import { makeReadyToSend, storeMessage } from '../../sending.js';
import type { RouteSample, SampleArea, SampleProject } from '../route-sample.js';

const ORIGIN = { campaign: newId(), automation: newId() };

/** A message of the project, which has left for the sandbox. */
const addMessage = async (
  { database, projectId, mark, phone }: SampleProject,
  contact: string,
  origin: { readonly origin_kind: string; readonly origin_id: string | null },
): Promise<string> => {
  const message = await storeMessage(database, projectId, contact, {
    ...{ recipient: phone, text: mark, sender_address: mark, client_id: mark },
    ...{ utm_term: 'sample', origin_index: origin.origin_id === null ? null : 0, ...origin },
  });
  await storeRow(database, 'sandbox_outbox', {
    ...{ message_id: fromWireId('sms', message), project_id: projectId, sender: mark },
    ...{ recipient: phone, text: mark },
  });
  return message;
};

const toContact: RouteSample = {
  path: ({ textContact }) => ({ sender: 'default', audienceId: textContact, utmTerm: 'sample' }),
  body: () => ({ text: 'Hello' }),
};
const ofContact: RouteSample = { path: ({ textContact }) => ({ id: textContact }) };
const ofMessage: RouteSample = { path: ({ message }) => ({ id: message }) };

export const MESSAGE_SAMPLES: SampleArea = {
  async add(project) {
    await makeReadyToSend(project.database, project.projectId, { address: project.mark });
    const row = await storeRow(project.database, 'contacts', {
      ...{ project_id: project.projectId, user_id: newId(), phone_mobile: '+34600000100' },
      first_name: project.mark,
    });
    const textContact = toWireId('aud', row);
    const add = (kind: string, id: string | null) =>
      addMessage(project, textContact, { origin_kind: kind, origin_id: id });
    await add('campaign', ORIGIN.campaign);
    await add('automation', ORIGIN.automation);
    return { textContact, message: await add('direct', null) };
  },
  routes: {
    'POST /v1/project/:project/channel/sms/sender': {
      body: () => ({ from: `S${newId().slice(-9)}` }),
    },
    'POST /v1/project/:project/channel/sms/estimate': { body: () => ({ text: 'Hello' }) },
    'POST /v1/project/:project/channel/sms/sms/direct/bulk': {
      body: ({ textContact }) => ({ messages: [{ audienceId: textContact, text: 'Hello' }] }),
    },
    'POST /v1/project/:project/channel/sms/sms/direct/:sender/:audienceId': toContact,
    'POST /v1/project/:project/channel/sms/sms/direct/:sender/:audienceId/:utmTerm': toContact,
    'GET /v1/project/:project/channel/sms/sms/:id': ofMessage,
    'POST /v1/project/:project/channel/sms/sms/:id/cancel': ofMessage,
    'GET /v1/project/:project/channel/sms/sms/direct/:utmTerm': {
      path: () => ({ utmTerm: 'sample' }),
    },
    'GET /v1/project/:project/channel/sms/sms/audience/:id': ofContact,
    'GET /v1/project/:project/audience/:id/messages': ofContact,
    'GET /v1/project/:project/channel/sms/sms/campaign/:id/:option': {
      path: () => ({ id: toWireId('cmp', ORIGIN.campaign), option: '0' }),
    },
    'GET /v1/project/:project/channel/sms/sms/automation/:id/:message': {
      path: () => ({ id: toWireId('aut', ORIGIN.automation), message: '0' }),
    },
    'GET /v1/project/:project/channel/sms/sms/send/:id': {
      path: () => ({ id: toWireId('cmp', ORIGIN.campaign) }),
    },
    'GET /v1/project/:project/report/summary': { query: 'from=2026-11-01T00:00:00Z' },
  },
};
