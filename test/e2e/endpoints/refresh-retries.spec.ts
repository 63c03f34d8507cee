import { ConnectedApp, type Tokens } from '../../support/connected-app.js';
import { ProofKey } from '../../support/proof-key.js';
import { TestApp } from '../../support/test-app.js';
import { revokedAt } from '../../support/token-facts.js';

/** An app that lost the response, and sends the same request again. */
describe('a refresh that is sent again', () => {
  let servers: Record<'usual' | 'turned', TestApp>;
  beforeAll(async () => {
    const turned = {
      REFRESH_REPLAY_WINDOW_SECONDS: '0',
      PUBLIC_REFRESH_REPLAY_WINDOW_SECONDS: '30',
    };
    servers = { usual: await TestApp.start(), turned: await TestApp.start(turned) };
  });
  afterAll(async () => {
    await servers.usual.stop();
    await servers.turned.stop();
  });

  /** Refreshes with one token twice. @returns the refresh tokens, and whether the grant is live */
  async function twice(server: TestApp, confidential = false, key?: ProofKey) {
    const app = await ConnectedApp.connect(server, { confidential });
    const proof = async (): Promise<Record<string, string>> =>
      key ? { DPoP: await key.prove({ uri: `${server.origin}/oauth/token` }) } : {};
    const redeemed = await app.redeem(await app.getCode()).set(await proof());
    const { refresh_token: first } = redeemed.body as Tokens;
    const tokens: (string | undefined)[] = [];
    for (let i = 0; i < 2; i++) {
      const { body } = await app.refresh(first).set(await proof());
      tokens.push((body as Partial<Tokens>).refresh_token);
    }
    return { tokens, lives: (await revokedAt(server, 'grants', app.grantId)) === null };
  }

  const holders: [string, boolean, () => Promise<ProofKey | undefined>][] = [
    ['by its secret', true, () => Promise.resolve(undefined)],
    ['by the key that its token is bound to', false, () => ProofKey.make()],
  ];

  it.each(holders)(
    'brings the same tokens to an app that proves who it is %s (REF-02, B6)',
    async (_how, confidential, key) => {
      const { tokens, lives } = await twice(servers.usual, confidential, await key());
      expect(tokens[0]).toMatch(/^isor_/);
      expect(tokens[1]).toBe(tokens[0]);
      expect(lives).toBe(true);
    },
  );

  it('ends the grant of a public app without a key (REF-02, B5)', async () => {
    const { tokens, lives } = await twice(servers.usual);
    expect(tokens).toEqual([expect.stringMatching(/^isor_/), undefined]);
    expect(lives).toBe(false);
  });

  it.each(holders)(
    'ends the grant %s too, where the setting is 0 (B5)',
    async (_how, confidential, key) => {
      const { tokens, lives } = await twice(servers.turned, confidential, await key());
      expect(tokens[1]).toBeUndefined();
      expect(lives).toBe(false);
    },
  );

  it('brings the same to a public app where a setting allows it (B6)', async () => {
    const { tokens, lives } = await twice(servers.turned);
    expect(tokens[1]).toBe(tokens[0]);
    expect(lives).toBe(true);
  });
});
