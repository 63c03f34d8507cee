import { auditActorOf } from '../../../../src/product-api/access/audit-actor.js';

const grant = { kind: 'grant', id: 'grant', testMode: false, clientId: 'app' } as const;

describe('auditActorOf', () => {
  it('names an app, its grant and the person it acts for', () => {
    expect(auditActorOf({ credential: { ...grant, personId: 'person' } })).toEqual({
      kind: 'app',
      clientId: 'app',
      grantId: 'grant',
      userId: 'person',
    });
  });

  it('names no person for a service', () => {
    expect(auditActorOf({ credential: { ...grant, personId: null } })).toEqual({
      kind: 'app',
      clientId: 'app',
      grantId: 'grant',
    });
  });

  it('names an API token and who made it', () => {
    const credential = {
      kind: 'api_token',
      id: 'token',
      testMode: true,
      personId: 'maker',
    } as const;
    expect(auditActorOf({ credential })).toEqual({
      kind: 'token',
      tokenId: 'token',
      userId: 'maker',
    });
  });
});
