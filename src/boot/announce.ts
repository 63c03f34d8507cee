import { resolve } from 'node:path';
import type { Environment } from '../platform/config/environment.js';
import type { OpenDatabase } from './open-database.js';

/** Tells a person what runs where and what to do next. In production the log is enough. */
export function announce(environment: Environment, database: OpenDatabase): void {
  for (const note of database.notes) process.stderr.write(`Note: ${note}\n`);
  process.stdout.write(`${describeStart(environment, database).join('\n')}\n`);
}

function describeStart(environment: Environment, { description }: OpenDatabase): string[] {
  const { ISSUER_URL, isProduction } = environment;
  const seconds = (performance.now() / 1_000).toFixed(1);
  const title = `Connected apps is ready at ${ISSUER_URL} (${seconds} s)`;
  if (isProduction) return [title];
  return [
    '',
    `  ${title}`,
    '',
    `  Open       ${ISSUER_URL}/`,
    `             ${ISSUER_URL}/dashboard/connected-apps    what people connected`,
    `             ${ISSUER_URL}/docs                        the Product API`,
    '',
    `  Mail       ${mailGoesTo(environment)}`,
    `  Database   ${description}`,
    `  Next       npm run demo        in a second terminal: a third-party app to connect`,
    `  Stop       Ctrl-C`,
    '',
  ];
}

const mailGoesTo = ({ SMTP_URL, DATA_DIRECTORY }: Environment): string =>
  SMTP_URL === undefined
    ? `${resolve(DATA_DIRECTORY, 'mail')} (files; nothing is sent)`
    : `is sent through ${new URL(SMTP_URL).host}`;
