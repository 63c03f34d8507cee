import { resolve } from 'node:path';
import { Logger } from '@nestjs/common';
import { toWireId } from '../kernel/ids.js';
import type { Environment } from '../platform/config/environment.js';
import type { OpenDatabase } from './opened-database.js';

/** The demo data for the start block; its code is loaded only where there is some. */
export interface DemoBlock {
  readonly password: string;
  readonly people: readonly { readonly email: string; readonly roles: string }[];
  readonly apps: readonly { readonly id: string; readonly name: string; readonly state: string }[];
  /** Who sees them in the developer portal. */
  readonly developer: string;
  /** Not connected yet: an owner connects it. */
  readonly service: { readonly id: string; readonly name: string; readonly secret: string };
}

/** Prints the URLs and the next step for a developer; in production two lines of the log. */
export function announce(
  environment: Environment,
  database: OpenDatabase,
  demo: DemoBlock | null,
): void {
  const seconds = (performance.now() / 1_000).toFixed(1);
  const title = `Connected apps is ready at ${environment.ISSUER_URL} (${seconds} s)`;
  if (environment.isProduction) {
    const logger = new Logger('start');
    for (const note of [...database.notes, ...simulations(environment)]) logger.warn(note);
    logger.log(`${title}, on ${database.description}`);
    return;
  }
  for (const note of database.notes) process.stderr.write(`Note: ${note}\n`);
  const lines = [
    '',
    `  ${title}`,
    ...addresses(environment),
    ...(demo ? accounts(demo) : []),
    ...surroundings(environment, database),
    '',
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
}

/** What looks like success to apps and reaches nobody. */
const simulations = ({ SMS_GATEWAY }: Environment): string[] =>
  SMS_GATEWAY === 'sandbox'
    ? ['SMS_GATEWAY is not set: text messages are simulated, and charged, and nobody gets one']
    : [];

const addresses = ({ ISSUER_URL }: Environment): string[] => [
  '',
  `  Open       ${ISSUER_URL}/`,
  `             ${ISSUER_URL}/dashboard/connected-apps   what people connected`,
  `             ${ISSUER_URL}/dashboard/services         apps that act in their own name`,
  `             ${ISSUER_URL}/apps                       the marketplace, for everybody`,
  `             ${ISSUER_URL}/developers                 the developer portal`,
  `             ${ISSUER_URL}/staff                      for staff: reviews, suspensions`,
  `             ${ISSUER_URL}/docs                       the Product API`,
  `             ${ISSUER_URL}/mcp                        for AI assistants (MCP)`,
];

const accounts = ({ password, people, apps, developer, service }: DemoBlock): string[] => [
  '',
  `  Sign in    with the password ${password}`,
  ...people.map(({ email, roles }) => `             ${email.padEnd(24)}${roles}`),
  '',
  ...apps.map(
    ({ id, name, state }, index) =>
      `  ${index === 0 ? 'Apps    ' : '        '}   ${toWireId('app', id)}  ${name}: ${state}`,
  ),
  `             in the portal as ${developer}`,
  `  Service    ${service.name}, not connected yet: client_id ${toWireId('app', service.id)}`,
  `             secret ${service.secret}`,
];

const surroundings = (environment: Environment, { description }: OpenDatabase): string[] => [
  '',
  `  Mail       ${mailGoesTo(environment)}`,
  `  Database   ${description}`,
  '',
  `  Next       ${demoCommand(environment)}    in a second terminal: a third-party app to connect`,
  `             docs/connecting-an-app.md    an app of your own, in ten minutes`,
  `  Stop       Ctrl-C`,
];

/** The demo app uses the default URL of the server unless it is given another one. */
const demoCommand = ({ ISSUER_URL }: Environment): string =>
  `npm run demo${ISSUER_URL === 'http://localhost:3000' ? '' : ` -- --issuer ${ISSUER_URL}`}`;

const mailGoesTo = ({ SMTP_URL, DATA_DIRECTORY }: Environment): string =>
  SMTP_URL === undefined
    ? `${resolve(DATA_DIRECTORY, 'mail')} (files; nothing is sent)`
    : `is sent through ${new URL(SMTP_URL).host}`;
