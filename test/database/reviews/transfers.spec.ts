import { ScopeSet } from '../../../src/kernel/scope-set.js';
import { TransferApp } from '../../../src/modules/developer-portal/internal/ownership/transfer-app.js';
import { AppVerifications } from '../../../src/modules/verification/app-verifications.service.js';
import { lapse } from '../../support/lapse.js';
import { ReviewedApp } from '../../support/reviewed-app.js';
import { storeRow } from '../../support/rows.js';
import { TestApp } from '../../support/test-app.js';

describe('a transfer of an app', () => {
  let server: TestApp;
  beforeAll(async () => (server = await TestApp.start()));
  afterAll(() => server.stop());

  it('takes nothing of a review along, not even of one that had lapsed', async () => {
    const app = await ReviewedApp.register(server);
    const { client, organisationId: id } = app;
    const staffId = await storeRow(server.database, 'users', { is_staff: true });
    await app.submit();
    for (const action of ['take', 'reject', 'submit', 'take', 'request_changes'] as const) {
      await app.act(action, staffId);
    }
    const verifications = server.app.get(AppVerifications, { strict: false });
    await app.in((tx) =>
      verifications.decide(tx, client.id, {
        ...{ tier: 'verified', verifiedDomain: 'sync.example' },
        approvedScopes: new ScopeSet(['project:read']),
      }),
    );
    await lapse(server, client.id);
    await storeRow(server.database, 'app_answers', { client_id: client.id, answers: {} });

    const to = await storeRow(server.database, 'organisations');
    const userId = await storeRow(server.database, 'users');
    for (const organisation_id of [id, to]) {
      const project_id = await storeRow(server.database, 'projects', { organisation_id });
      const membership = { project_id, user_id: userId, role: 'developer' };
      await storeRow(server.database, 'memberships', membership);
    }
    const transferring = server.app.get(TransferApp, { strict: false });
    const transfer = { clientId: client.id, from: id, to, userId };
    expect(await transferring.execute(transfer)).toBeNull();

    const kept = await server.database.query(
      `SELECT v.tier, v.verified_domain AS domain, (SELECT count(*)::int FROM app_answers WHERE client_id = $1) AS answers,
         (SELECT count(*)::int FROM domain_proofs WHERE client_id = $1) AS proofs,
         ARRAY(SELECT state || ' ' || appeal FROM app_versions WHERE client_id = $1 ORDER BY id) AS versions
       FROM app_verifications v WHERE v.client_id = $1`,
      [client.id],
    );
    expect(kept).toEqual([
      {
        ...{ tier: 'development', domain: null, answers: 0, proofs: 0 },
        versions: ['rejected decided', 'withdrawn none'],
      },
    ]);
  });
});
