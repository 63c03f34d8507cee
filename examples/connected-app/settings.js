import { parseArgs } from 'node:util';
import { Complaint } from './complaint.js';

/** @typedef {ReturnType<typeof readSettings>} Settings */

/** What the app asks for. Each is a scope of the server's documentation; nothing else is known about them. */
const SCOPES = [
  'segments:read',
  'audience:read',
  'audience:list',
  'audience.basic:read',
  'offline_access',
];

const USAGE = `npm run demo -- [options]

  --headless            walk the whole story without a browser, print each step, exit 1 if one differs
  --issuer URL          the server to connect to           (ISSUER_URL, http://localhost:3000)
  --port NUMBER         where this app listens             (EXAMPLE_PORT, 4000)
  --client-id ID        use a registered app instead of registering one       (EXAMPLE_CLIENT_ID)
  --client-secret TEXT  its secret, if it has one                         (EXAMPLE_CLIENT_SECRET)
  --scope "A B"         what to ask for                                           (EXAMPLE_SCOPE)
  --email, --password   who signs in when headless        (a demo account of the server)
`;

const OPTIONS = /** @type {const} */ ({
  headless: { type: 'boolean' },
  issuer: { type: 'string' },
  port: { type: 'string' },
  'client-id': { type: 'string' },
  'client-secret': { type: 'string' },
  scope: { type: 'string' },
  email: { type: 'string' },
  password: { type: 'string' },
  help: { type: 'boolean' },
});

/** @type {NodeJS.ProcessEnv} What is set nowhere else; fits a server that was just started on this machine. */
const DEFAULTS = {
  ISSUER_URL: 'http://localhost:3000',
  EXAMPLE_PORT: '4000',
  EXAMPLE_SCOPE: SCOPES.join(' '),
};

/** Command line first, then environment, then defaults. @throws Complaint */
export function readSettings(environment = process.env) {
  const values = readOptions();
  const { help = false, headless = false, email, password } = values;
  const flags = {
    ISSUER_URL: values.issuer,
    EXAMPLE_PORT: values.port,
    EXAMPLE_SCOPE: values.scope,
    EXAMPLE_CLIENT_ID: values['client-id'],
    EXAMPLE_CLIENT_SECRET: values['client-secret'],
  };
  const given = { ...DEFAULTS, ...withoutEmpty(environment), ...withoutEmpty(flags) };
  return {
    usage: help ? USAGE : null,
    headless,
    email,
    password,
    issuer: originOf(given.ISSUER_URL),
    port: portOf(given.EXAMPLE_PORT),
    redirectUri: `http://127.0.0.1:${String(given.EXAMPLE_PORT)}/callback`,
    scope: String(given.EXAMPLE_SCOPE),
    clientId: given.EXAMPLE_CLIENT_ID,
    clientSecret: given.EXAMPLE_CLIENT_SECRET,
  };
}

function readOptions() {
  try {
    return parseArgs({ options: OPTIONS }).values;
  } catch (error) {
    throw new Complaint(`${/** @type {Error} */ (error).message}\n\n${USAGE}`);
  }
}

/** @param {string | undefined} text */
function originOf(text = '') {
  const url = URL.parse(text);
  if (url && /^https?:$/.test(url.protocol)) return url.origin;
  throw new Complaint(`--issuer (ISSUER_URL) is an address like http://localhost:3000: ${text}`);
}

/** @param {string | undefined} text */
function portOf(text = '') {
  if (/^\d{1,5}$/.test(text) && Number(text) > 0 && Number(text) < 65_536) return Number(text);
  throw new Complaint(`--port (EXAMPLE_PORT) is a number from 1 to 65535: ${text}`);
}

/** @param {Record<string, string | undefined>} flags */
const withoutEmpty = (flags) =>
  Object.fromEntries(Object.entries(flags).filter(([, value]) => value));
