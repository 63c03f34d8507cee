import type supertest from 'supertest';
import { ApiCaller } from './api-caller.js';
import { makeReadyToSend } from './sending.js';
import { addContact } from './shortcuts.js';
import type { TestApp } from './test-app.js';

/** Everybody with a number. */
export const EVERYBODY = {
  segments: [],
  rule: { root: { key: '_phone_mobile', operator: 'exists', values: [] } },
  exclude: [],
};

export interface SeenCampaign {
  readonly id: string;
  readonly version: number;
  readonly status: string;
  readonly holdReason: string | null;
  readonly stats: {
    readonly enqueued: number;
    readonly refused: readonly { readonly reason: string; readonly count: number }[];
  };
  readonly snapshot: { readonly recipients: number; readonly excluded: object } | null;
}

/** An app that sends campaigns, in a project that is ready to send. */
export class CampaignCaller {
  private constructor(
    readonly server: TestApp,
    readonly api: ApiCaller,
    readonly senderId: string,
  ) {}

  static async connect(
    server: TestApp,
    options?: Parameters<typeof makeReadyToSend>[2],
  ): Promise<CampaignCaller> {
    const api = await ApiCaller.connect(server);
    const senderId = await makeReadyToSend(server.database, api.project.id, options);
    return new CampaignCaller(server, api, senderId);
  }

  /** Contacts with numbers that the sandbox carrier delivers to, unless `ending` says what it does. */
  async addContacts(count: number, ending = '00'): Promise<string[]> {
    const { database } = this.server;
    const made: string[] = [];
    for (let i = 0; i < count; i++) {
      const phone = `+3460000${String(i % 100).padStart(2, '0')}${ending}`;
      made.push(await addContact(database, this.api.project.id, { phone }));
    }
    return made;
  }

  async draft(more: object = {}): Promise<SeenCampaign> {
    const content = { title: 'Spring', options: [{ text: 'Hello' }], audience: EVERYBODY };
    const { body } = await this.api.post('/campaign', { ...content, ...more }).expect(201);
    return body.entity as SeenCampaign;
  }

  async read(id: string): Promise<SeenCampaign> {
    const { body } = await this.api.get(`/campaign/${id}`).expect(200);
    return body.entity as SeenCampaign;
  }

  /** An action with the present version, unless it is given. */
  async act(
    { id }: { readonly id: string },
    action: string,
    body: object = {},
    version?: number,
  ): Promise<supertest.Response> {
    const held = version ?? (await this.read(id)).version;
    const request = this.api.post(`/campaign/${id}/${action}`, body);
    return request.set('If-Match', `"${String(held)}"`);
  }
}
