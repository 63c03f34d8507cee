import { fromWireId } from '../../../src/kernel/ids.js';
import type { User } from '../../../src/modules/accounts/users.service.js';
import {
  AuthorizationCodes,
  type ShownCode,
} from '../../../src/modules/tokens/internal/grant-types/authorization-codes.js';
import { keyOf } from '../../support/issuance.js';
import type { Browser } from '../../support/browser.js';
import { answerOf, decide } from '../../support/consent-page.js';
import { TestApp } from '../../support/test-app.js';
import { type AskingApp, World } from '../../support/world.js';

const THUMBPRINT = '0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I';

describe('what a code takes along from its request', () => {
  let server: TestApp;
  let world: World;
  let app: AskingApp;
  let browser: Browser;
  let user: User;
  let project: string;

  beforeAll(async () => {
    world = await World.start();
    ({ server } = world);
    app = await world.registerApp();
    ({ browser, user } = await world.person());
    project = (await world.project(user, 'owner')).wireId;
  });
  afterAll(() => server.stop());

  async function issue(changes: Record<string, string>): Promise<ShownCode> {
    const opened = await world.openConsent(browser, world.authorizePath(app, changes));
    const { code = '' } = answerOf(await decide(browser, opened, { projects: [project] }));
    const codes = server.app.get(AuthorizationCodes, { strict: false });
    const found = await codes.find(code, keyOf(fromWireId('app', app.clientId) ?? ''));
    return found.code as ShownCode;
  }

  it('the nonce to the letter, and the key that may redeem it (OIDC-02, AUTH-15)', async () => {
    const nonce = 'n-0S6_WzA2Mj "%26&+';
    expect(await issue({ nonce, dpop_jkt: THUMBPRINT })).toMatchObject({
      nonce,
      dpopJkt: THUMBPRINT,
    });
    expect(await issue({})).toMatchObject({ nonce: null, dpopJkt: null });
  });

  it('when the person gave their password, however long ago (OIDC-02)', async () => {
    await server.database.query(
      `UPDATE browser_sessions SET authenticated_at = '2026-01-02T03:04:05Z' WHERE user_id = $1`,
      [user.id],
    );
    expect((await issue({})).authTime).toEqual(new Date('2026-01-02T03:04:05Z'));
  });
});
