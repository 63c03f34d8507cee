// `npm run screenshots`: takes the pictures in docs/images from a running server with demo data (ISSUER_URL).
import { mkdirSync } from 'node:fs';
import { createServer } from 'node:http';
import { chromium } from 'playwright-core';
import { OAuthClient } from '../examples/connected-app/oauth-client.js';
import { ProductApi } from '../examples/connected-app/product-api.js';
import { chromiumOptions } from './find-chromium.mjs';

const ISSUER = process.env.ISSUER_URL ?? 'http://localhost:3000';
const FOLDER = 'docs/images';
const SIZES = { '': { width: 1280, height: 720 }, '-phone': { width: 390, height: 780 } };

/** The verified demo app, and somebody with a different role in each of three projects. */
const CLIENT_ID = 'app_01jgfjjz00e008000000000001';
const PERSON = { email: 'marta@olivar.example', password: 'demo-password' };
const SCOPE = 'segments:read audience:read audience:list audience.basic:read offline_access';

/** An app's end of the story: a port of 127.0.0.1 that takes the answer. */
function listen() {
  const server = createServer((_request, response) => response.end('Thank you'));
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server)));
}

/** The whole page, or the part of it that ends `until` there. */
async function take(page, name, until) {
  await page.mouse.move(0, 0);
  await page.evaluate('scrollTo(0, 0)');
  const { width } = page.viewportSize();
  const box = await until?.boundingBox();
  const part = box ? { clip: { x: 0, y: 0, width, height: box.y + box.height + 20 } } : {};
  await page.screenshot({ path: `${FOLDER}/${name}.png`, fullPage: true, ...part });
  console.log(`${FOLDER}/${name}.png`);
}

async function consent(page, oauth, suffix) {
  const departure = await oauth.depart();
  await page.goto(departure.url.href);
  await page.getByLabel('E-mail').fill(PERSON.email);
  await take(page, `sign-in${suffix}`);
  await page.getByLabel('Password').fill(PERSON.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  for (const name of ['Olivar España', 'Nordlicht Reisen']) {
    await page.getByRole('checkbox', { name }).check();
  }
  const projects = page.getByRole('group', { name: 'Which projects?' });
  await take(page, `consent${suffix}`, page.locator('.card', { has: projects }));
  await page.getByRole('button', { name: 'Connect Brightline Insights' }).click();
  await page.waitForURL('**/callback?**');
  return oauth.arrive(new URL(page.url()), departure);
}

/** Uses the access, and waits until the page knows: the server writes down uses every few seconds. */
async function connectedApps(page, { accessToken }, suffix) {
  await new ProductApi(ISSUER, accessToken).whoAmI();
  const deadline = Date.now() + 20_000;
  do await page.goto(new URL('/dashboard/connected-apps', ISSUER).href);
  while ((await page.getByText('Never', { exact: true }).count()) > 0 && Date.now() < deadline);
  await take(page, `connected-apps${suffix}`);
}

async function walk(browser, redirectUri, suffix, viewport) {
  const settings = { issuer: ISSUER, clientId: CLIENT_ID, redirectUri, scope: SCOPE };
  const oauth = await OAuthClient.prepare(settings);
  const context = await browser.newContext({ javaScriptEnabled: false, viewport });
  const page = await context.newPage();
  await connectedApps(page, await consent(page, oauth, suffix), suffix);
  await context.close();
}

mkdirSync(FOLDER, { recursive: true });
const app = await listen();
const browser = await chromium.launch(chromiumOptions());
try {
  const redirectUri = `http://127.0.0.1:${app.address().port}/callback`;
  for (const [suffix, viewport] of Object.entries(SIZES)) {
    await walk(browser, redirectUri, suffix, viewport);
  }
} finally {
  await browser.close();
  app.close();
}
