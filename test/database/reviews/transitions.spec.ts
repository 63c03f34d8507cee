import { newId } from '../../../src/kernel/ids.js';
import {
  TRANSITIONS,
  VERSION_ACTIONS,
  VERSION_STATES,
  type VersionAction,
  type VersionState,
} from '../../../src/modules/reviews/version-state.js';
import { ReviewedApp } from '../../support/reviewed-app.js';
import { storeRow } from '../../support/rows.js';
import { TestApp } from '../../support/test-app.js';

/** Every action in every state: what the table of transitions allows is done, and everything else is a conflict. */
const PAIRS = VERSION_STATES.flatMap((state) =>
  VERSION_ACTIONS.map((action): [VersionState, VersionAction] => [state, action]),
);

describe('the state of a version', () => {
  let server: TestApp;
  let staffId: string;
  beforeAll(async () => {
    server = await TestApp.start();
    staffId = await storeRow(server.database, 'users', { is_staff: true });
  });
  afterAll(() => server.stop());

  /** An app without a review, whose latest version is in the state. */
  async function appIn(state: VersionState): Promise<ReviewedApp> {
    const app = await ReviewedApp.register(server);
    const { content } = await app.versions.editable(app.client.id);
    const sent = { submitted_at: new Date(), due_at: new Date(Date.now() + 86_400_000) };
    await storeRow(server.database, 'app_versions', {
      ...{
        client_id: app.client.id,
        kind: 'verification',
        state,
        round: state === 'draft' ? 0 : 1,
      },
      ...{ metadata: JSON.stringify(content.metadata), profile: JSON.stringify(content.profile) },
      ...(state !== 'draft' && sent),
      ...(state === 'in_review' && { reviewer_id: staffId }),
      ...(state === 'rejected' && { rejected_by: staffId }),
    });
    return app;
  }

  const isLegal = (state: VersionState, action: VersionAction): boolean =>
    (TRANSITIONS[action].from as readonly VersionState[]).includes(state);

  /** In these states no version is open, and a submission begins another one. */
  const BEGINS: readonly VersionState[] = ['approved', 'rejected', 'withdrawn'];

  it.each(PAIRS.filter(([state, action]) => isLegal(state, action)))(
    '%s allows: %s',
    async (state, action) => {
      const app = await appIn(state);
      // Taking it from oneself is no change.
      const other = await storeRow(server.database, 'users', { is_staff: true });
      await app.act(action, action === 'take' ? other : staffId);
      expect((await app.latest()).state).toBe(TRANSITIONS[action].to);
      const [event] = await server.database.query(
        `SELECT count(*)::int AS recorded FROM audit_events
         WHERE type LIKE 'app_version.%' AND target ->> 'id' = $1`,
        [app.client.id],
      );
      expect(event).toEqual({ recorded: 1 });
    },
  );

  it.each(
    PAIRS.filter(
      ([state, action]) =>
        !isLegal(state, action) && !(action === 'submit' && BEGINS.includes(state)),
    ),
  )('%s refuses: %s', async (state, action) => {
    const app = await appIn(state);
    const before = await app.latest();
    await expect(app.act(action, staffId)).rejects.toMatchObject({ code: 'conflict' });
    expect(await app.latest()).toEqual(before);
  });

  it.each(BEGINS)('%s ends it: another version is submitted', async (state) => {
    const app = await appIn(state);
    const before = await app.latest();
    await app.act('submit', staffId);
    expect(await app.latest()).toMatchObject({ state: 'submitted', round: 1 });
    expect((await app.latest()).id).not.toBe(before.id);
  });

  it('is decided by one of two members of staff; the other gets a conflict', async () => {
    const app = await appIn('in_review');
    const results = await Promise.allSettled([
      app.act('approve', staffId),
      app.act('reject', staffId),
    ]);
    expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    const lost = results.find(({ status }) => status === 'rejected');
    expect(lost).toMatchObject({ reason: { code: 'conflict' } });
  });

  it('is not decided by somebody who does not have it, nor on another submission', async () => {
    const app = await appIn('in_review');
    const other = await storeRow(server.database, 'users', { is_staff: true });
    await expect(app.act('approve', other)).rejects.toMatchObject({ code: 'conflict' });
    const { id, round } = await app.latest();
    const decision = { action: 'reject', reason: 'Because.' } as const;
    const old = { staffId, round: round + 1 };
    await expect(app.in((tx) => app.reviews.decide(tx, id, old, decision))).rejects.toMatchObject({
      code: 'conflict',
    });
    expect((await app.latest()).state).toBe('in_review');
  });

  it('is not decided by a member of the organisation', async () => {
    const app = await appIn('submitted');
    const projectId = await storeRow(server.database, 'projects', {
      organisation_id: app.organisationId,
    });
    const insider = await storeRow(server.database, 'users', { is_staff: true });
    await storeRow(server.database, 'memberships', { user_id: insider, project_id: projectId });
    await expect(app.act('take', insider)).rejects.toMatchObject({ code: 'forbidden' });
  });

  it('can be appealed once, and somebody else decides', async () => {
    const app = await appIn('in_review');
    await app.act('reject', staffId);
    await app.act('appeal', staffId);
    await expect(app.act('take', staffId)).rejects.toMatchObject({ code: 'forbidden' });
    const other = await storeRow(server.database, 'users', { is_staff: true });
    await app.act('take', other);
    await app.act('reject', other);
    expect(await app.latest()).toMatchObject({ state: 'rejected', appeal: 'decided' });
    await expect(app.act('appeal', staffId)).rejects.toMatchObject({ code: 'conflict' });
  });

  it('is of one domain: the second app of a domain is not approved, at once or later', async () => {
    const host = `shared${newId().replaceAll(/[^a-f]/g, '')}.example`;
    const apps = [
      await ReviewedApp.register(server, host),
      await ReviewedApp.register(server, host),
    ];
    await server.database.query(`UPDATE clients SET name = 'Quite another' WHERE id = $1`, [
      apps[1]?.client.id,
    ]);
    const results = await Promise.allSettled(apps.map((app) => app.verify()));
    expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(results.find(({ status }) => status === 'rejected')).toMatchObject({
      reason: { code: 'conflict', message: expect.stringContaining(host) },
    });
  });

  it('is of a domain that is free again once its app is deleted', async () => {
    const host = `freed${newId().replaceAll(/[^a-f]/g, '')}.example`;
    const [first, second] = [
      await ReviewedApp.register(server, host),
      await ReviewedApp.register(server, host),
    ];
    await first.verify();
    await server.database.query(`UPDATE clients SET state = 'deleted' WHERE id = $1`, [
      first.client.id,
    ]);
    await second.verify();
    const holders = await server.database.query(
      `SELECT client_id AS id, tier FROM app_verifications WHERE client_id = $1 AND verified_domain = $2`,
      [second.client.id, host],
    );
    expect(holders).toEqual([{ id: second.client.id, tier: 'verified' }]);
  });

  it('keeps what was submitted from edits that come at the same time', async () => {
    const app = await ReviewedApp.register(server);
    const rename = () =>
      app.in((tx) =>
        app.versions.save(
          tx,
          app.client.id,
          { metadata: { client_name: 'Renamed Meanwhile' } },
          { kind: 'system' },
        ),
      );
    const [, edit] = await Promise.allSettled([app.submit(), rename()]);
    const { content } = await app.latest();
    const live = (await app.versions.editable(app.client.id)).live;
    // Either the edit came first and was submitted, or it was refused.
    expect(content.metadata.client_name).toBe(live.metadata.client_name);
    if (edit?.status === 'rejected') expect(edit.reason).toMatchObject({ code: 'conflict' });
  });
});
