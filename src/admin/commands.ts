import { toWireId } from '../kernel/ids.js';
import { PLANS } from '../modules/projects/plan.js';
import { ROLES } from '../modules/projects/role.js';
import { accessCommands } from './access.js';
import { idOf, oneOf, userWith, type AdminCommand } from './admin-command.js';
import { apiTokenCommands } from './api-tokens.js';
import { containmentCommands } from './contain-app.js';
import { createApp } from './create-app.js';
import { addFunds, approveSender, setPrice } from './messages.js';
import { renewSecret } from './renew-secret.js';
import { verificationCommands } from './verify-app.js';
import { staffCommands } from './staff.js';
import { generatePassword, readPassword } from './password-input.js';

/** Resources whose tokens can be introspected. */
const RESOURCES = ['api', 'mcp'] as const;

export const COMMANDS: readonly AdminCommand[] = [
  {
    name: 'create-organisation',
    summary: 'A customer, who owns projects and apps.',
    required: { name: 'NAME' },
    async run({ projects, tx }, options) {
      const { id, name } = await projects.createOrganisation(tx, { name: options.get('name') });
      return [`Organisation "${name}": ${toWireId('org', id)}`];
    },
  },
  {
    name: 'create-project',
    summary: 'A project of an organisation. On the plan free no app can be connected.',
    required: { organisation: 'org_…', name: 'NAME', plan: PLANS.join('|') },
    optional: { locale: 'en', timezone: 'UTC', country: 'ES' },
    switches: { sandbox: 'for tests of apps: no message leaves the server' },
    async run({ projects, tx }, options) {
      const { id } = await projects.createProject(tx, {
        organisationId: idOf('org', options.get('organisation')),
        name: options.get('name'),
        plan: oneOf(PLANS, 'plan', options.get('plan')),
        kind: options.isOn('sandbox') ? 'sandbox' : 'live',
        locale: options.find('locale'),
        timezone: options.find('timezone'),
        defaultCountry: options.find('country'),
      });
      return [`Project "${options.get('name')}": ${toWireId('prj', id)}`];
    },
  },
  {
    name: 'create-user',
    summary:
      'A person who may sign in. Without --password-stdin a password is made and shown once.',
    required: { email: 'ADDRESS', name: 'NAME' },
    optional: { picture: 'https://…' },
    switches: {
      'password-stdin': 'read the password from standard input',
      'email-verified': 'the address is known to be theirs, and apps may hear so',
    },
    async run({ users, tx }, options) {
      const given = options.isOn('password-stdin') ? await readPassword() : null;
      const password = given ?? generatePassword();
      const details = {
        email: options.get('email'),
        name: options.get('name'),
        password,
        emailVerified: options.isOn('email-verified'),
        pictureUrl: options.find('picture'),
      };
      const { id, email } = await users.create(tx, details);
      const shown = given === null ? [`Password, shown only now: ${password}`] : [];
      return [`User ${email}: ${toWireId('usr', id)}`, ...shown];
    },
  },
  {
    name: 'add-member',
    summary: 'Lets a person work in a project.',
    required: { project: 'prj_…', email: 'ADDRESS', role: ROLES.join('|') },
    async run({ projects, users, tx }, options) {
      const email = options.get('email');
      const role = oneOf(ROLES, 'role', options.get('role'));
      const projectId = idOf('prj', options.get('project'));
      const user = await userWith(users, email);
      await projects.addMember(tx, { projectId, userId: user.id, role });
      return [`${user.email} is ${role} of ${options.get('project')}`];
    },
  },
  createApp,
  renewSecret,
  addFunds,
  setPrice,
  approveSender,
  ...apiTokenCommands,
  ...staffCommands,
  ...verificationCommands,
  ...containmentCommands,
  ...accessCommands,
  {
    name: 'reset-password',
    summary: 'Sends a person the link with which they choose a new password.',
    required: { email: 'ADDRESS' },
    async run({ users, accountCare, tx }, options) {
      const user = await userWith(users, options.get('email'));
      await accountCare.sendResetLink(tx, user);
      return [`A running server sends the link to ${user.email}.`];
    },
  },
  {
    name: 'verify-email',
    summary: 'Notes that an address is known to be its person’s; apps may hear so.',
    required: { email: 'ADDRESS' },
    async run({ users, accountCare, tx }, options) {
      const user = await userWith(users, options.get('email'));
      const news = await accountCare.verifyEmail(tx, user);
      return [`${user.email} is verified${news ? '' : ' already'}.`];
    },
  },
  {
    name: 'create-resource-server',
    summary: 'A credential that may introspect the access tokens of one resource.',
    required: { resource: RESOURCES.join('|') },
    optional: { name: 'NAME' },
    async run({ resourceServers, tx }, options) {
      const kind = oneOf(RESOURCES, 'resource', options.get('resource'));
      const name = options.find('name') ?? 'Resource server';
      const { clientId, resource, secret } = await resourceServers.create(tx, name, kind);
      return [
        `Resource server "${name}" for ${resource}: ${clientId}`,
        `Secret, shown only now: ${secret}`,
      ];
    },
  },
];
