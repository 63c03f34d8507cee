import 'reflect-metadata';
import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { openDatabase } from '../boot/open-database.js';
import { BootError } from '../platform/config/boot-error.js';
import { explainFailure } from '../boot/explain-failure.js';
import { loadEnvironment } from '../platform/config/load-environment.js';
import { readVariables } from '../platform/config/read-variables.js';
import { migrate } from '../platform/database/migrate.js';

/** Commands of TypeORM; `generate` takes a path such as src/platform/database/migrations/0010-…. */
const TYPEORM: Readonly<Record<string, readonly string[]>> = {
  show: ['migration:show'],
  revert: ['migration:revert'],
  generate: ['migration:generate', '--esm', '--pretty'],
};

const ONLY_SERVES = 'this role may not change the schema. Set MIGRATION_DATABASE_URL to its owner.';

// `npm run migration:run|show|revert|generate`, on the database of the environment, the embedded one included.
try {
  process.exitCode = await run(process.argv.slice(2));
} catch (error) {
  process.stderr.write(`${explainFailure(error)}\n`);
  process.exitCode = 1;
}

async function run([verb = '', ...args]: string[]): Promise<number> {
  const variables = readVariables(process.cwd());
  const database = await openDatabase(loadEnvironment(variables));
  try {
    const { ownerUrl } = database;
    if (ownerUrl === null) throw new BootError(`${database.description}: ${ONLY_SERVES}`);
    const command = TYPEORM[verb];
    if (command) return await runTypeOrm([...command, ...args], ownerUrl);
    // `migrate` also migrates the queue's tables and grants the runtime role its privileges.
    await migrate(ownerUrl, database.runtimeRole);
    process.stdout.write(`Every migration has run on ${database.description}.\n`);
    return 0;
  } finally {
    await database.close();
  }
}

function runTypeOrm(args: readonly string[], ownerUrl: string): Promise<number> {
  const cli = createRequire(import.meta.url).resolve('typeorm/cli.js');
  const child = spawn(process.execPath, [cli, ...args, '-d', 'dist/ormconfig.js'], {
    stdio: 'inherit',
    env: { ...process.env, MIGRATION_DATABASE_URL: ownerUrl },
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => resolve(code ?? 1));
  });
}
