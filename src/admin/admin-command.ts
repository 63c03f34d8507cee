import { parseArgs } from 'node:util';
import type { EntityManager } from 'typeorm';
import { fromWireId, type IdKind } from '../kernel/ids.js';
import { BootError } from '../platform/config/boot-error.js';
import type { AccountCare } from '../modules/accounts/account-care.service.js';
import type { StaffAccounts } from '../modules/accounts/staff-accounts.service.js';
import type { User, UsersService } from '../modules/accounts/users.service.js';
import type { ApiTokenEndings } from '../modules/api-tokens/api-token-endings.service.js';
import type { ApiTokens } from '../modules/api-tokens/api-tokens.service.js';
import type { ResourceServers } from '../modules/clients/resource-servers.service.js';
import type { PortalApps } from '../modules/clients/portal-apps.service.js';
import type { GrantEndings } from '../modules/grants/grant-endings.service.js';
import type { ProjectMembers } from '../modules/projects/project-members.service.js';
import type { AppContainment } from '../modules/staff/app-containment.service.js';
import type { Incidents } from '../modules/staff/incidents.service.js';
import type { ProjectsService } from '../modules/projects/projects.service.js';
import type { Funds } from '../product-api/funds/funds.service.js';
import type { Prices } from '../product-api/messages/prices.service.js';
import type { Senders } from '../product-api/senders/senders.service.js';
import type { ClientSecrets } from '../modules/tokens/client-secrets.service.js';

import type { OperatorApps } from '../modules/reviews/operator-apps.service.js';

/** What commands may use. */
export interface AdminTools {
  readonly users: UsersService;
  readonly accountCare: AccountCare;
  readonly staffAccounts: StaffAccounts;
  readonly projects: ProjectsService;
  readonly resourceServers: ResourceServers;
  readonly portalApps: PortalApps;
  readonly operatorApps: OperatorApps;
  readonly clientSecrets: ClientSecrets;
  readonly apiTokens: ApiTokens;
  readonly apiTokenEndings: ApiTokenEndings;
  readonly funds: Funds;
  readonly prices: Prices;
  readonly senders: Senders;
  readonly members: ProjectMembers;
  readonly grantEndings: GrantEndings;
  readonly containment: AppContainment;
  readonly incidents: Incidents;
  readonly tx: EntityManager;
}

/** One command: its options with a hint of their values, and what it does. */
export interface AdminCommand {
  readonly name: string;
  readonly summary: string;
  readonly required: Readonly<Record<string, string>>;
  readonly optional?: Readonly<Record<string, string>>;
  /** Switches without a value. */
  readonly switches?: Readonly<Record<string, string>>;
  /** Remarks on options. */
  readonly notes?: Readonly<Record<string, string>>;
  /** @returns the lines to print */
  run(tools: AdminTools, options: Options): Promise<string[]>;
}

/** The options as given; a switch that is on is `true`. */
export class Options {
  constructor(private readonly values: Readonly<Record<string, string | boolean | undefined>>) {}

  get(name: string): string {
    const value = this.values[name];
    return typeof value === 'string' ? value : '';
  }

  find(name: string): string | undefined {
    return this.get(name) || undefined;
  }

  /** Words separated by spaces; undefined if there are none. */
  list(name: string): string[] | undefined {
    return this.find(name)?.trim().split(/\s+/);
  }

  isOn(name: string): boolean {
    return this.values[name] === true;
  }
}

/** @throws BootError that shows the command's usage */
export function parseOptions(command: AdminCommand, args: readonly string[]): Options {
  const text = { type: 'string' } as const;
  const flag = { type: 'boolean' } as const;
  const options = Object.fromEntries([
    ...Object.keys({ ...command.required, ...command.optional }).map((name) => [name, text]),
    ...Object.keys(command.switches ?? {}).map((name) => [name, flag]),
  ]) as Record<string, typeof text | typeof flag>;
  try {
    const { values } = parseArgs({ args: [...args], options, strict: true });
    const missing = Object.keys(command.required).filter((name) => !values[name]);
    if (missing.length > 0) throw new Error(`Missing: ${missing.map((n) => `--${n}`).join(', ')}`);
    return new Options(values);
  } catch (error) {
    throw new BootError(`${(error as Error).message}\n\n${usageOf(command)}`);
  }
}

export function usageOf(command: AdminCommand): string {
  const { name, summary, required, optional, switches } = command;
  const parts = [
    ...Object.entries(required).map(([option, hint]) => `--${option} ${hint}`),
    ...Object.entries(optional ?? {}).map(([option, hint]) => `[--${option} ${hint}]`),
    ...Object.keys(switches ?? {}).map((option) => `[--${option}]`),
  ];
  const notes = Object.entries({ ...switches, ...command.notes }).map(
    ([option, note]) => `      --${option}: ${note}`,
  );
  return [`  ${name} ${parts.join(' ')}`, `      ${summary}`, ...notes].join('\n');
}

/** @throws BootError */
export async function userWith(users: UsersService, email: string): Promise<User> {
  const user = await users.findByEmail(email);
  if (!user) throw new BootError(`There is no user with the e-mail ${email}.`);
  return user;
}

/** The UUID of a wire id. @throws BootError */
export function idOf(kind: IdKind, text: string): string {
  const id = fromWireId(kind, text);
  if (id === null) throw new BootError(`"${text}" is no id of this kind; it begins with ${kind}_.`);
  return id;
}

/** @throws BootError for any other value of the option */
export function oneOf<T extends string>(allowed: readonly T[], option: string, given: string): T {
  const found = allowed.find((each) => each === given);
  if (found === undefined) throw new BootError(`--${option} is one of ${allowed.join(', ')}.`);
  return found;
}
