import { toWireId } from '../kernel/ids.js';
import { idOf, type AdminCommand } from './admin-command.js';

/** `npm run admin -- renew-secret`: replaces a lost or leaked secret. */
export const renewSecret: AdminCommand = {
  name: 'renew-secret',
  summary:
    'A new secret for an app of an organisation, shown once. The old one and the tokens it brought a service stop working.',
  required: { app: 'app_…' },
  async run({ clientSecrets, tx }, options) {
    const id = idOf('app', options.get('app'));
    const { name, secret } = await clientSecrets.renew(tx, id, { kind: 'system' });
    return [
      `App "${name}": ${toWireId('app', id)}`,
      `Secret, shown only now: ${secret}`,
      'The old secret no longer works, nor do tokens that the app got with it as a service.',
    ];
  },
};
