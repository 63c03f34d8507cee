import { existsSync } from 'node:fs';

const PLACES = [
  process.env.CHROMIUM_PATH,
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

/** Where this machine has a Chromium, or undefined. `CHROMIUM_PATH` says it first. */
export const findChromium = () => PLACES.find((path) => path && existsSync(path));

/** Playwright's launch options for it. Nothing in it calls home; `localhost` is where our servers listen. */
export const chromiumOptions = () => ({
  executablePath: findChromium() ?? '/usr/bin/chromium',
  args: [
    '--no-sandbox',
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
    '--host-resolver-rules=MAP localhost 127.0.0.1',
  ],
});
