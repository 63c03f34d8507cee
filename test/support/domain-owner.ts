import { Resolver } from 'node:dns/promises';
import { HostResolver } from '../../src/platform/outbound/host-resolver.js';
import { NameServer } from './name-server.js';
import { storeRow } from './rows.js';
import { FAULTS } from '../../src/modules/verification/fault-lab/faults.js';
import type { TestApp } from './test-app.js';

/** Makes a server ask this name server, and no other. */
export function askOnly(server: TestApp, names: NameServer): void {
  const resolver = server.app.get(HostResolver, { strict: false });
  Object.assign(resolver, {
    newResolver: (): Resolver => {
      const own = new Resolver({ timeout: 500, tries: 1 });
      own.setServers([names.address]);
      return own;
    },
  });
}

/** The tokens to publish, by the name of their record, as the verification page shows them. */
export const recordsOn = (html: string): Map<string, string> => {
  const codes = [...html.matchAll(/<code>([^<]*)<\/code>/g)].map(([, text]) => text ?? '');
  return new Map(
    codes.flatMap((text, index): [string, string][] =>
      text.startsWith('_connected-apps.') ? [[text, codes[index + 2] ?? '']] : [],
    ),
  );
};

/** The app has survived every fault: the tests of the lab show how. */
export async function surviveFaults(server: TestApp, clientId: string): Promise<void> {
  const [client] = await server.database.query<{ version: number }>(
    'SELECT identity_version AS version FROM clients WHERE id = $1',
    [clientId],
  );
  for (const fault of FAULTS) {
    await storeRow(server.database, 'fault_trials', {
      ...{ client_id: clientId, fault, place: 'api', state: 'survived' },
      ...{ identity_version: client?.version, grant_id: clientId },
      ends_at: new Date(),
    });
  }
}

/** Calls of the app needed these scopes today. */
export async function useScopes(
  server: TestApp,
  clientId: string,
  scopes: readonly string[],
): Promise<void> {
  for (const scope of scopes) {
    const used = { client_id: clientId, scope, used_on: new Date() };
    await storeRow(server.database, 'app_scope_uses', used);
  }
}
