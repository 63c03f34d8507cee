import { AppSubmissions } from '../../../src/modules/reviews/app-submissions.service.js';
import { AppVersions } from '../../../src/modules/reviews/app-versions.service.js';
import { Reviews } from '../../../src/modules/reviews/reviews.service.js';
import { makeKey, type AppKey } from '../../support/assertions.js';
import { DocumentHost } from '../../support/document-host.js';
import { KeyedApp, keySet } from '../../support/keyed-app.js';
import { signUpStaff } from '../../support/shortcuts.js';
import { beginRestore, finishRestore, suspendApp } from '../../support/suspensions.js';
import { TestApp } from '../../support/test-app.js';

const ACTOR = { kind: 'system' } as const;
const KEYS = 'https://app.test/keys';

/** A key that an app had when it was suspended may be in strange hands: it never counts again (N11). */
describe('the key of a suspended app', () => {
  let server: TestApp;
  let host: DocumentHost;
  let keyed: KeyedApp;
  let stolen: AppKey;
  let fresh: AppKey;

  const works = async (key: AppKey): Promise<boolean> =>
    (await keyed.tokenWith(key)).status === 200;
  const save = (key: AppKey) =>
    keyed.in((tx) =>
      keyed
        .service(AppVersions)
        .save(tx, keyed.app.id, { metadata: { jwks: { keys: [key.publicJwk] } } }, ACTOR),
    );
  const submit = () =>
    keyed.in((tx) => keyed.service(AppSubmissions).submit(tx, keyed.app.id, { actor: ACTOR }));
  const versions = () =>
    server.database.query(
      `SELECT state, metadata -> 'jwks' -> 'keys' -> 0 ->> 'kid' AS kid FROM app_versions WHERE client_id = $1 ORDER BY id`,
      [keyed.app.id],
    );

  beforeAll(async () => {
    host = await DocumentHost.start();
    server = await TestApp.start(host.variables('app.test'));
  });
  afterAll(async () => {
    await server.stop();
    await host.stop();
  });
  afterEach(() => server.database.query('UPDATE clients SET protected_name = NULL'));

  describe('registered with the app', () => {
    beforeEach(async () => {
      [stolen, fresh] = [await makeKey('ES256', 'stolen'), await makeKey('ES256', 'fresh')];
      keyed = await KeyedApp.register(server, { jwks: { keys: [stolen.publicJwk] } });
    });

    it('does not count at another address either', async () => {
      expect(await works(stolen)).toBe(true);
      const uri = `${KEYS}/again`;
      host.publish(uri, { keys: [stolen.publicJwk] });
      await suspendApp(server, keyed.app.id);
      await keyed.save({ jwks_uri: uri });
      await beginRestore(server, keyed.app.id);
      expect(await works(stolen)).toBe(false);
      await finishRestore(server, keyed.app.id);
      expect(await works(stolen)).toBe(false);
      host.publish(uri, { keys: [fresh.publicJwk] });
      await server.database.query('DELETE FROM client_key_sets');
      expect(await works(fresh)).toBe(true);
    });

    it('does not count if it is put back while the app is restored, nor does a token of before', async () => {
      const { body } = await keyed.tokenWith(stolen);
      await suspendApp(server, keyed.app.id);
      await keyed.save({ jwks: keySet(fresh) });
      await beginRestore(server, keyed.app.id);
      await save(stolen);
      expect(await works(stolen)).toBe(false);
      await finishRestore(server, keyed.app.id);
      // Authentication alone, which rests on no token.
      const revocation = await keyed.post('/oauth/revoke', stolen, { token: 'none' });
      expect([revocation.status, revocation.body]).toMatchObject([
        401,
        { error_description: expect.stringContaining('when it was suspended') },
      ]);
      await server.http.get('/v1/').set('Authorization', `Bearer ${body.access_token}`).expect(401);
    });

    it('does not come back by an appeal', async () => {
      const staffId = (await signUpStaff(server)).id;
      await submit();
      const [version] = await keyed.service(AppVersions).list(keyed.app.id);
      const id = version?.id ?? '';
      await keyed.in((tx) => keyed.service(Reviews).take(tx, id, staffId));
      await keyed.in((tx) =>
        keyed
          .service(Reviews)
          .decide(tx, id, { staffId, round: 1 }, { action: 'reject', reason: 'Because.' }),
      );
      await suspendApp(server, keyed.app.id);
      await keyed.save({ jwks: keySet(fresh) });
      await beginRestore(server, keyed.app.id);
      const appeal = { actor: ACTOR, reason: 'Please.' };
      await expect(
        keyed.in((tx) =>
          keyed
            .service(AppSubmissions)
            .appeal(tx, { clientId: keyed.app.id, versionId: id }, appeal),
        ),
      ).rejects.toMatchObject({ code: 'conflict' });
    });

    it('is not what a change of contacts puts into a version that is submitted', async () => {
      await keyed.verify();
      await save(fresh);
      await submit();
      await suspendApp(server, keyed.app.id);
      await keyed.save({ jwks: keySet(stolen), support_email: 'help@sync.example' });
      expect(await versions()).toEqual([{ state: 'submitted', kid: 'fresh' }]);
    });
  });

  it('at an address is not replaced by waiting: the app needs another address', async () => {
    stolen = await makeKey('ES256', 'stolen');
    host.publish(KEYS, { keys: [stolen.publicJwk] });
    keyed = await KeyedApp.register(server, { jwks_uri: KEYS });
    expect(await works(stolen)).toBe(true);
    await suspendApp(server, keyed.app.id);
    await server.database.query('DELETE FROM client_key_sets');
    expect((await keyed.olivia.open(keyed.path)).html).toContain('still has a secret or key');
    await expect(beginRestore(server, keyed.app.id)).rejects.toMatchObject({ code: 'conflict' });
    host.publish(`${KEYS}/new`, { keys: [stolen.publicJwk] });
    await keyed.save({ jwks_uri: `${KEYS}/new` });
    await beginRestore(server, keyed.app.id);
    expect(await works(stolen)).toBe(false);
  });
});
