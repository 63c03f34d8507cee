import { NestFactory } from '@nestjs/core';
import { AppModule } from '../app.module.js';
import { BootError } from '../boot/boot-error.js';
import { openMigratedDatabase } from '../boot/open-database.js';
import { startLogger } from '../boot/serve.js';
import { loadSecretKey } from '../boot/secret-key-file.js';
import { AppError } from '../kernel/errors/app-error.js';
import { UsersService } from '../modules/accounts/users.service.js';
import { ProjectsService } from '../modules/projects/projects.service.js';
import { loadEnvironment } from '../platform/config/load-environment.js';
import { readVariables } from '../platform/config/read-variables.js';
import { Database } from '../platform/database/database.js';
import { parseOptions, usageOf, type AdminCommand, type Options } from './admin-command.js';
import { COMMANDS } from './commands.js';

const USAGE = `npm run admin -- <command>\n\n${COMMANDS.map(usageOf).join('\n\n')}`;

/** Runs one command against the database of the environment; gives back what to print. @throws BootError */
export async function runAdmin([name, ...args]: readonly string[]): Promise<string[]> {
  const command = COMMANDS.find((each) => each.name === name);
  if (!command) {
    if (name === undefined || name === 'help' || name === '--help') return [USAGE];
    throw new BootError(`There is no command "${name}".\n\n${USAGE}`);
  }
  const options = parseOptions(command, args);
  // Jobs are the server's work.
  const environment = loadEnvironment({ ...readVariables(process.cwd()), JOB_CONCURRENCY: '0' });
  const secretKey = loadSecretKey(environment);
  const database = await openMigratedDatabase(environment);
  try {
    const platform = { environment, secretKey, databaseUrl: database.runtimeUrl };
    return await runIn(platform, command, options);
  } finally {
    await database.close();
  }
}

async function runIn(
  platform: Parameters<typeof AppModule.with>[0],
  command: AdminCommand,
  options: Options,
): Promise<string[]> {
  const app = await NestFactory.createApplicationContext(AppModule.with(platform), {
    abortOnError: false,
    logger: startLogger(),
  });
  try {
    return await app
      .get(Database)
      .transaction((tx) =>
        command.run(
          { users: app.get(UsersService), projects: app.get(ProjectsService), tx },
          options,
        ),
      );
  } catch (error) {
    throw explain(error);
  } finally {
    await app.close();
  }
}

const FOREIGN_KEY_VIOLATION = '23503';

/** Refusals in a sentence; anything else as it is. */
function explain(error: unknown): unknown {
  if (error instanceof AppError) return new BootError(error.message);
  const { driverError, code } = error as { driverError?: { code?: string }; code?: string };
  if ((driverError?.code ?? code) === FOREIGN_KEY_VIOLATION)
    return new BootError('There is nothing with that id.');
  return error;
}
