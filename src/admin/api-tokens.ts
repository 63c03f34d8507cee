import { toWireId } from '../kernel/ids.js';
import type { ListedToken } from '../modules/api-tokens/api-tokens.service.js';
import { BootError } from '../platform/config/boot-error.js';
import { idOf, userWith, type AdminCommand } from './admin-command.js';

const SECONDS: Readonly<Record<string, number>> = { m: 60, h: 3_600, d: 86_400 };

/** `npm run admin -- …-api-token`: what members will do on their page of API tokens. */
export const apiTokenCommands: readonly AdminCommand[] = [
  {
    name: 'create-api-token',
    summary:
      'A token for programs of a member, shown once. Lists are separated by spaces; it can never do more than its member.',
    required: { project: '"prj_… …"', user: 'ADDRESS', scope: '"SCOPE …"' },
    optional: { title: 'TITLE', 'expires-in': '90d' },
    switches: { test: 'test mode: nothing leaves the server for its calls' },
    notes: { 'expires-in': 'minutes, hours or days: 30m, 12h, 90d; without it the token stays' },
    async run({ apiTokens, users, tx }, options) {
      const user = await userWith(users, options.get('user'));
      const request = {
        userId: user.id,
        title: options.find('title') ?? 'API token',
        scopes: options.list('scope') ?? [],
        projectIds: (options.list('project') ?? []).map((text) => idOf('prj', text)),
        expiresInSeconds: secondsOf(options.find('expires-in')),
        testMode: options.isOn('test'),
      };
      const token = await apiTokens.issue(tx, request, { kind: 'system' });
      return [
        `API token "${token.title}" of ${user.email}: ${toWireId('tok', token.id)}`,
        `Scopes: ${token.scopes.toString()}`,
        ...(token.expiresAt === null ? [] : [`Expires: ${token.expiresAt.toISOString()}`]),
        `Token, shown only now: ${token.secret}`,
      ];
    },
  },
  {
    name: 'list-api-tokens',
    summary: 'The API tokens of a project that have not ended; never the tokens themselves.',
    required: { project: 'prj_…' },
    async run({ apiTokens }, options) {
      const found = await apiTokens.listAll(idOf('prj', options.get('project')));
      return found.length === 0 ? ['There are none.'] : found.map(lineOf);
    },
  },
  {
    name: 'revoke-api-token',
    summary: 'Ends an API token at once.',
    required: { token: 'tok_…' },
    async run({ apiTokenEndings, tx }, options) {
      const id = idOf('tok', options.get('token'));
      const ending = { reason: 'revoked', actor: { kind: 'system' } } as const;
      const ended = await apiTokenEndings.end(tx, [id], ending);
      if (ended === 0) throw new BootError('There is no such token, or it has ended already.');
      return [`${options.get('token')} does not work any more.`];
    },
  },
];

/** @throws BootError */
function secondsOf(text: string | undefined): number | null {
  if (text === undefined) return null;
  const [, count = '', unit = ''] = /^(\d{1,6})([mhd])$/.exec(text) ?? [];
  const seconds = Number(count) * (SECONDS[unit] ?? 0);
  if (seconds === 0) throw new BootError('--expires-in is a number of m, h or d: 30m, 12h, 90d.');
  return seconds;
}

function lineOf(token: ListedToken): string {
  const facts = [
    `by ${token.creator}`,
    token.scopes.toString(),
    ...(token.testMode ? ['test mode'] : []),
    `made ${token.createdAt.toISOString()}`,
    token.expiresAt === null ? 'does not expire' : `expires ${token.expiresAt.toISOString()}`,
    token.lastUsedAt === null ? 'never used' : `last used ${token.lastUsedAt.toISOString()}`,
  ];
  return `${toWireId('tok', token.id)} "${token.title}": ${facts.join(', ')}`;
}
