import { toWireId } from '../../../src/kernel/ids.js';
import { DispatchMessagesJob } from '../../../src/product-api/carrier/internal/dispatch/dispatch-messages.job.js';
import { FollowUpMessagesJob } from '../../../src/product-api/carrier/internal/dispatch/follow-up-messages.job.js';
import { InstasentServer } from '../../support/instasent-server.js';
import { PRICE } from '../../support/sending.js';
import { addMember, signUp } from '../../support/shortcuts.js';
import { issueToken } from '../../support/test-token.js';
import { SendingStory } from '../../support/sending-story.js';
import { TestApp } from '../../support/test-app.js';

const TOKEN = 'a-token-of-instasent';
const SECRET = 'callback-secret-of-at-least-32-characters';

describe('the carrier Instasent', () => {
  let instasent: InstasentServer;
  let server: TestApp;
  let story: SendingStory;
  beforeAll(async () => {
    instasent = await InstasentServer.start();
    server = await TestApp.start({
      SMS_GATEWAY: 'instasent',
      INSTASENT_API_URL: instasent.url,
      INSTASENT_TOKEN: TOKEN,
      INSTASENT_CALLBACK_SECRET: SECRET,
    });
  });
  afterAll(async () => {
    await server.stop();
    await instasent.stop();
  });
  beforeEach(async () => {
    instasent.behaviour = 'accept';
    instasent.taken.length = 0;
    story = await SendingStory.begin(server);
  });

  const dispatch = () => server.app.get(DispatchMessagesJob, { strict: false }).run();
  const letTimePass = () =>
    server.database.query(`UPDATE sms_queue SET due_at = now() - interval '1 second'`);
  const report = (event: object, secret = SECRET) =>
    server.http.post(`/v1/carrier/instasent/${secret}`).send(event);

  it('gets a batch in one request, each message with our id', async () => {
    const [first = '', second = ''] = await story.sendTo('21', '22');
    await dispatch();
    expect(instasent.authorizations).toContain(`Bearer ${TOKEN}`);
    expect(instasent.taken).toEqual(
      expect.arrayContaining([
        {
          ...{ from: 'BAKERY', to: '+34600000021', text: 'Hola', allowUnicode: false },
          clientId: toWireId('sms', first),
        },
      ]),
    );
    expect(await story.message(second)).toMatchObject({ status: 'sent', charge: 'captured' });
  });

  it('refuses single messages of a batch', async () => {
    const [refused = '', taken = ''] = await story.sendTo('23', '24');
    await dispatch();
    expect(await story.message(refused)).toMatchObject({
      ...{ status: 'rejected', code: 'refused_by_carrier', charge: 'released' },
    });
    expect(await story.message(taken)).toMatchObject({ status: 'sent' });
  });

  it('is not given a message again when its answer is lost: it may have it', async () => {
    instasent.behaviour = 'hang up';
    const [id = ''] = await story.sendTo('25');
    await dispatch();
    instasent.behaviour = 'accept';
    expect(instasent.taken).toHaveLength(1);
    expect(await story.message(id)).toMatchObject({ attempts: ['unknown'], state: 'sent' });
    await dispatch();
    expect(instasent.taken).toHaveLength(1);
    await report({ id: '1', clientId: toWireId('sms', id), status: 'delivered' }).expect(204);
    expect(await story.message(id)).toMatchObject({ status: 'delivered', charge: 'captured' });
    expect(await story.funds()).toMatchObject({ reserved: 0n, captured: PRICE });
  });

  it('leaves a message unknown that no report comes of', async () => {
    instasent.behaviour = 'hang up';
    const [id = ''] = await story.sendTo('25');
    await dispatch();
    await letTimePass();
    await server.app.get(FollowUpMessagesJob, { strict: false }).run();
    expect(await story.message(id)).toMatchObject({ status: 'unknown', charge: 'released' });
  });

  it('is given a message again that it has certainly not taken', async () => {
    instasent.behaviour = 503;
    const [id = ''] = await story.sendTo('26');
    await dispatch();
    expect(await story.message(id)).toMatchObject({ attempts: ['failed'], state: 'waiting' });
    instasent.behaviour = 'accept';
    await letTimePass();
    await dispatch();
    expect(await story.message(id)).toMatchObject({
      status: 'sent',
      attempts: ['failed', 'accepted'],
    });
  });

  it('does not get messages in test mode', async () => {
    const user = await signUp(server);
    await addMember(server, story.projectId, user.id, 'admin');
    const { id } = await issueToken(server, { userId: user.id, projectIds: [story.projectId] });
    const credential = { kind: 'api_token', id, testMode: true } as const;
    await story.send([await story.contact('27')], { credential });
    await dispatch();
    expect(instasent.taken).toEqual([]);
    expect(await story.messages()).toMatchObject([{ status: 'sent', submissions: 1 }]);
  });

  it('reports at an address with a secret, in its own words', async () => {
    const [id = ''] = await story.sendTo('28');
    await dispatch();
    const event = { id: '1', clientId: toWireId('sms', id), status: 'canceled', code: null };
    await report(event, 'another-secret-of-at-least-32-characters').expect(401);
    expect(await story.message(id)).toMatchObject({ status: 'sent' });
    await report(event).expect(204);
    expect(await story.message(id)).toMatchObject({ status: 'rejected', code: 'canceled' });
  });
});
