import pg from 'pg';
import { AuditLog } from '../../../src/modules/audit/audit-log.service.js';
import type { AuditEvent } from '../../../src/modules/audit/audit-event.js';
import { commitmentTo } from '../../../src/modules/audit/internal/personal-fields.js';
import { newId } from '../../../src/kernel/ids.js';
import { requestContext } from '../../../src/platform/http/request-context.js';
import { OpenDatabase } from '../../support/open-database.js';
import { storeRow } from '../../support/rows.js';

const REFUSED = { code: '42501' };

const revoked = (grantId: string): AuditEvent => ({
  type: 'grant.revoked',
  actor: { kind: 'user', userId: newId() },
  target: { kind: 'grant', id: grantId },
  reason: 'disconnected',
});

describe('the audit log', () => {
  let open: OpenDatabase;
  let audit: AuditLog;
  beforeAll(async () => {
    open = await OpenDatabase.create();
    audit = new AuditLog(open.database);
  });
  afterAll(() => open.close());

  const eventsOn = (target: string) =>
    open.test.query<{ id: string; outcome: string; project_id: string | null; pii_commit: Buffer }>(
      `SELECT id, outcome, project_id, pii_commit FROM audit_events WHERE target->>'id' = $1`,
      [target],
    );

  it('keeps a fact with its transaction, once per project touched', async () => {
    const grant = newId();
    const project = newId();
    await open.transaction(async (tx) => {
      await audit.record(tx, revoked(grant));
      await audit.record(tx, { ...revoked(grant), projectId: project });
    });
    const events = await eventsOn(grant);
    expect(events.map((event) => event.project_id)).toEqual([null, project]);
    expect(events.every((event) => event.outcome === 'succeeded')).toBe(true);
  });

  it('loses the event with the fact when the transaction fails (G10)', async () => {
    const grant = newId();
    const failing = open.transaction(async (tx) => {
      await audit.record(tx, revoked(grant));
      throw new Error('no');
    });
    await expect(failing).rejects.toThrow('no');
    expect(await eventsOn(grant)).toEqual([]);
  });

  it('refuses to record a fact outside of a transaction', async () => {
    const manager = { queryRunner: undefined } as never;
    await expect(audit.record(manager, revoked(newId()))).rejects.toThrow('needs a transaction');
  });

  it('records refusals on their own', async () => {
    const grant = newId();
    await audit.recordRefusal(revoked(grant));
    expect(await eventsOn(grant)).toMatchObject([{ outcome: 'refused', pii_commit: null }]);
  });

  it('keeps what can be repeated at will once a minute, whether it was refused or not (G9)', async () => {
    const [refused, answered] = [newId(), newId()];
    for (let i = 0; i < 3; i++) {
      await audit.recordRepeatable(revoked(refused));
      await audit.recordRepeatable({ ...revoked(answered), outcome: 'succeeded' });
    }
    expect(await eventsOn(refused)).toMatchObject([{ outcome: 'refused' }]);
    expect(await eventsOn(answered)).toMatchObject([{ outcome: 'succeeded' }]);
  });

  it('cuts whatever could make a row large (G9)', async () => {
    const grant = newId();
    const [text, list] = ['x'.repeat(10_000), Array<string>(500).fill('segments:read')];
    const large = { ...revoked(grant), reason: text, context: { text, list, count: 7 } };
    await audit.recordRefusal({ ...large, personal: { email: text } });
    const [row] = await open.test.query<{ reason: string; context: Record<string, unknown> }>(
      `SELECT reason, context FROM audit_events WHERE target->>'id' = $1`,
      [grant],
    );
    expect(row?.reason.length).toBe(256);
    expect(row?.context).toEqual({
      text: text.slice(0, 256),
      list: [...Array<string>(153).fill('segments:read'), 'and 347 more'],
      count: 7,
    });
    const [event] = await eventsOn(grant);
    const [personal] = await open.test.query<{ salt: Buffer; fields: Record<string, string> }>(
      'SELECT salt, fields FROM audit_pii WHERE event_id = $1',
      [event?.id],
    );
    expect(personal?.fields.email?.length).toBe(4_000);
    expect(commitmentTo(personal!.salt, personal!.fields)).toEqual(event?.pii_commit);
  });

  it('keeps personal data apart and commits to it, so that it can be erased', async () => {
    const grant = newId();
    const request = { id: 'req_12345678', ip: '198.51.100.7', headers: { 'user-agent': 'Test' } };
    await new Promise<void>((resolve, reject) => {
      requestContext(request as never, {} as never, () => {
        const event = { ...revoked(grant), personal: { email: 'ana@example.com' } };
        audit.recordRefusal(event).then(resolve, reject);
      });
    });
    const [event] = await eventsOn(grant);
    const [personal] = await open.test.query<{ salt: Buffer; fields: Record<string, string> }>(
      'SELECT salt, fields FROM audit_pii WHERE event_id = $1',
      [event?.id],
    );
    expect(personal?.fields).toEqual({
      email: 'ana@example.com',
      ip: '198.51.100.7',
      userAgent: 'Test',
    });
    expect(commitmentTo(personal!.salt, personal!.fields)).toEqual(event?.pii_commit);
    await open.test.query('DELETE FROM audit_pii WHERE event_id = $1', [event?.id]);
    expect(await eventsOn(grant)).toHaveLength(1);
  });

  it('lets the server choose neither when a row was written nor by which transaction (G8, G10)', async () => {
    const unfilled = await open.test.query<{ place: string }>(
      `SELECT a.attrelid::regclass || '.' || a.attname AS place FROM pg_attribute a
       WHERE a.attrelid IN ('audit_events'::regclass, 'audit_pii'::regclass, 'consent_receipts'::regclass)
         AND a.attnum > 0 AND NOT a.attisdropped
         AND NOT has_column_privilege(a.attrelid, a.attnum, 'INSERT')
       ORDER BY 1`,
    );
    expect(unfilled.map(({ place }) => place)).toEqual([
      'audit_events.recorded_at',
      'audit_events.xid',
      'consent_receipts.created_at',
    ]);
    const event = { type: 'grant.revoked', actor: {}, target: {}, outcome: 'succeeded' };
    for (const filled of [{ recorded_at: new Date(0) }, { xid: 1 }]) {
      const insertion = storeRow(open.test, 'audit_events', { ...event, ...filled });
      await expect(insertion).rejects.toMatchObject(REFUSED);
    }
  });

  it.each([
    ['UPDATE', `UPDATE audit_events SET reason = 'x'`],
    ['DELETE', 'DELETE FROM audit_events'],
    ['TRUNCATE', 'TRUNCATE audit_events'],
    ['UPDATE of the personal side', `UPDATE audit_pii SET fields = '{}'`],
    [
      'overwriting',
      `INSERT INTO audit_events SELECT * FROM audit_events ON CONFLICT (id) DO UPDATE SET reason = 'x'`,
    ],
  ])('refuses the server %s (G8)', async (_name, sql) => {
    await expect(open.test.query(sql)).rejects.toMatchObject(REFUSED);
  });

  it.each([
    ['UPDATE', `UPDATE audit_events SET reason = 'x'`],
    ['DELETE', 'DELETE FROM audit_events'],
    ['TRUNCATE', 'TRUNCATE audit_events'],
  ])('refuses the owner of the table %s, by trigger (G8)', async (_name, sql) => {
    await audit.recordRefusal(revoked(newId()));
    const owner = new pg.Client({ connectionString: open.test.ownerUrl });
    await owner.connect();
    try {
      await expect(owner.query(sql)).rejects.toMatchObject({
        ...REFUSED,
        message: 'audit_events is append-only',
      });
    } finally {
      await owner.end();
    }
  });
});
