import { toWireId } from '../kernel/ids.js';
import { idOf, type AdminCommand } from './admin-command.js';

/** `npm run admin -- verify-app`, `list-apps`: without the queue of staff. */
export const verificationCommands: readonly AdminCommand[] = [
  {
    name: 'verify-app',
    summary: 'Verifies an app of an organisation as it is live now, without a submission.',
    required: { app: 'app_…' },
    optional: { scopes: '"SCOPE …"', domain: 'HOST' },
    notes: {
      scopes: 'the approved ones; all that the app declares unless it is said',
      domain: 'the verified one; the host of its homepage unless it is said',
    },
    async run({ operatorApps, tx }, options) {
      const { name } = await operatorApps.verify(tx, idOf('app', options.get('app')), {
        scopes: options.list('scopes'),
        domain: options.find('domain'),
      });
      return [`"${name}" is verified.`];
    },
  },
  {
    name: 'list-apps',
    summary: 'The apps of organisations, with their state and tier; a thousand at most.',
    required: {},
    async run({ operatorApps }) {
      const apps = await operatorApps.list();
      if (apps.length === 0) return ['There are none.'];
      return apps.map(({ id, name, organisation, state, tier, domain, version }) =>
        [
          `${toWireId('app', id)} "${name}" of "${organisation}": ${state}`,
          `${tier ?? 'development'}${domain === null ? '' : ` (${domain})`}`,
          ...(version === null ? [] : [`version: ${version}`]),
        ].join(', '),
      );
    },
  },
];
