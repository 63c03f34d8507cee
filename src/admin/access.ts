import { BootError } from '../platform/config/boot-error.js';
import { APP_POLICIES } from '../modules/projects/app-policy.js';
import { ROLES } from '../modules/projects/role.js';
import { idOf, oneOf, userWith, type AdminCommand } from './admin-command.js';

const ACTOR = { kind: 'system' } as const;

/** `npm run admin -- …`: who may do what in a project. */
export const accessCommands: readonly AdminCommand[] = [
  {
    name: 'revoke-grant',
    summary: 'Ends one connection of an app, with all its tokens.',
    required: { grant: 'grt_…' },
    async run({ grantEndings, tx }, options) {
      const id = idOf('grt', options.get('grant'));
      const revocation = { reason: 'operator', actor: ACTOR } as const;
      if (await grantEndings.revoke(tx, id, revocation))
        return [`${options.get('grant')} has ended.`];
      throw new BootError('There is no such connection, or it has ended already.');
    },
  },
  {
    name: 'change-role',
    summary: 'Gives a member another role. What apps may do for them follows at the next call.',
    required: { project: 'prj_…', email: 'ADDRESS', role: ROLES.join('|') },
    async run({ members, users, tx }, options) {
      const role = oneOf(ROLES, 'role', options.get('role'));
      const projectId = idOf('prj', options.get('project'));
      const { id: userId, email } = await userWith(users, options.get('email'));
      await members.changeRole(tx, { projectId, userId }, role, ACTOR);
      return [`${email} is ${role} of ${options.get('project')}`];
    },
  },
  {
    name: 'remove-member',
    summary: 'Ends a membership, and all access of apps and tokens that rests on it.',
    required: { project: 'prj_…', email: 'ADDRESS' },
    async run({ members, users, tx }, options) {
      const projectId = idOf('prj', options.get('project'));
      const { id: userId, email } = await userWith(users, options.get('email'));
      await members.remove(tx, { projectId, userId }, ACTOR);
      return [`${email} is no longer a member of ${options.get('project')}`];
    },
  },
  {
    name: 'set-policy',
    summary: 'Which apps members may connect to a project; others are refused at their next call.',
    required: { project: 'prj_…', policy: APP_POLICIES.join('|') },
    async run({ members, tx }, options) {
      const policy = oneOf(APP_POLICIES, 'policy', options.get('policy'));
      await members.setPolicy(tx, idOf('prj', options.get('project')), policy, ACTOR);
      return [`${options.get('project')} is ${policy}.`];
    },
  },
];
