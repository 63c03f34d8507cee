import { userWith, type AdminCommand } from './admin-command.js';

/** `npm run admin -- …-staff`: who may open the pages below /staff. */
export const staffCommands: readonly AdminCommand[] = [
  {
    name: 'create-staff',
    summary: 'Lets a person who can sign in open the pages of staff, where apps are reviewed.',
    required: { email: 'ADDRESS' },
    async run({ users, staffAccounts, tx }, options) {
      const user = await userWith(users, options.get('email'));
      const news = await staffAccounts.appoint(tx, user);
      return [`${user.email} is staff${news ? '' : ' already'}.`];
    },
  },
  {
    name: 'revoke-staff',
    summary: 'Ends that at once. The person can still sign in.',
    required: { email: 'ADDRESS' },
    async run({ users, staffAccounts, tx }, options) {
      const user = await userWith(users, options.get('email'));
      const news = await staffAccounts.dismiss(tx, user);
      return [`${user.email} is ${news ? 'no longer' : 'not'} staff.`];
    },
  },
];
