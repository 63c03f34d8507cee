import type { INestApplicationContext } from '@nestjs/common';
import { BootError } from '../platform/config/boot-error.js';
import { AppError } from '../kernel/errors/app-error.js';
import { AccountCare } from '../modules/accounts/account-care.service.js';
import { StaffAccounts } from '../modules/accounts/staff-accounts.service.js';
import { UsersService } from '../modules/accounts/users.service.js';
import { ApiTokenEndings } from '../modules/api-tokens/api-token-endings.service.js';
import { ApiTokens } from '../modules/api-tokens/api-tokens.service.js';
import { PortalApps } from '../modules/clients/portal-apps.service.js';
import { OperatorApps } from '../modules/reviews/operator-apps.service.js';
import { ResourceServers } from '../modules/clients/resource-servers.service.js';
import { GrantEndings } from '../modules/grants/grant-endings.service.js';
import { ProjectMembers } from '../modules/projects/project-members.service.js';
import { AppContainment } from '../modules/staff/app-containment.service.js';
import { Incidents } from '../modules/staff/incidents.service.js';
import { ProjectsService } from '../modules/projects/projects.service.js';
import { ClientSecrets } from '../modules/tokens/client-secrets.service.js';
import { Funds } from '../product-api/funds/funds.service.js';
import { Prices } from '../product-api/messages/prices.service.js';
import { Senders } from '../product-api/senders/senders.service.js';
import { Database } from '../platform/database/database.js';
import { parseOptions, usageOf, type AdminCommand, type Options } from './admin-command.js';
import { COMMANDS } from './commands.js';
import { inApplication } from './open-context.js';

const USAGE = `npm run admin -- <command>\n\n${COMMANDS.map(usageOf).join('\n\n')}`;

/** Runs one command on the configured database. @returns what to print @throws BootError */
export async function runAdmin([name, ...args]: readonly string[]): Promise<string[]> {
  const command = COMMANDS.find((each) => each.name === name);
  if (!command) {
    if (name === undefined || name === 'help' || name === '--help') return [USAGE];
    throw new BootError(`There is no command "${name}".\n\n${USAGE}`);
  }
  const options = parseOptions(command, args);
  return inApplication((app) => runIn(app, command, options));
}

async function runIn(
  app: INestApplicationContext,
  command: AdminCommand,
  options: Options,
): Promise<string[]> {
  const tools = {
    users: app.get(UsersService),
    accountCare: app.get(AccountCare),
    staffAccounts: app.get(StaffAccounts),
    projects: app.get(ProjectsService),
    resourceServers: app.get(ResourceServers),
    portalApps: app.get(PortalApps),
    operatorApps: app.get(OperatorApps, { strict: false }),
    clientSecrets: app.get(ClientSecrets),
    funds: app.get(Funds, { strict: false }),
    prices: app.get(Prices, { strict: false }),
    senders: app.get(Senders, { strict: false }),
    members: app.get(ProjectMembers),
    grantEndings: app.get(GrantEndings, { strict: false }),
    containment: app.get(AppContainment, { strict: false }),
    incidents: app.get(Incidents, { strict: false }),
    apiTokens: app.get(ApiTokens),
    apiTokenEndings: app.get(ApiTokenEndings),
  };
  try {
    return await app.get(Database).transaction((tx) => command.run({ ...tools, tx }, options));
  } catch (error) {
    throw explain(error);
  }
}

const FOREIGN_KEY_VIOLATION = '23503';

/** Refusals in a sentence; other errors unchanged. */
function explain(error: unknown): unknown {
  if (error instanceof AppError) return new BootError(error.message);
  const { driverError, code } = error as { driverError?: { code?: string }; code?: string };
  if ((driverError?.code ?? code) === FOREIGN_KEY_VIOLATION)
    return new BootError('There is nothing with that id.');
  return error;
}
