import type { User } from '../../src/modules/accounts/users.service.js';
import type { Visitor } from '../support/actors/visitor.js';
import { Chromium } from '../support/chromium.js';
import { SentMails } from '../support/sent-mails.js';
import { namesAmiss, overflowAt } from '../support/page-checks.js';
import { createUser, PASSWORD } from '../support/people.js';
import { TestApp } from '../support/test-app.js';

/** The pages about passwords, in a real browser without JavaScript, at phone and desktop width. */
describe('passwords in a browser', () => {
  const mails = new SentMails();
  let server: TestApp;
  let chromium: Chromium;
  let ana: User;
  let visitor: Visitor;

  beforeAll(async () => {
    chromium = await Chromium.launch();
    server = await TestApp.start({ JOB_CONCURRENCY: '1', DATA_DIRECTORY: mails.directory });
    ana = await createUser(server);
    visitor = await chromium.open(server);
  });
  afterAll(async () => {
    await chromium.close();
    await server.stop();
    mails.burn();
  });

  /** The page shown fits on a phone, and every control on it has a unique name. */
  async function check(): Promise<void> {
    const { page } = visitor;
    expect(await overflowAt(page, 360)).toEqual([]);
    await page.setViewportSize({ width: 1280, height: 800 });
    expect(await namesAmiss(page)).toEqual([]);
    expect(await page.locator('h1').count()).toBe(1);
  }

  it('a forgotten one is replaced by way of a letter', async () => {
    await visitor.open('/login');
    await visitor.follow('Forgotten your password?');
    await check();
    await visitor.page.getByLabel('E-mail').fill(ana.email);
    await visitor.press('Send the link');
    await visitor.sees('Check your e-mail');
    await check();

    await visitor.open(await mails.resetPath(ana.email));
    await visitor.sees('Choose a new password');
    expect(visitor.page.url()).toBe(`${server.origin}/password/reset/new`);
    await check();
    await visitor.page.getByLabel('New password').fill('password1');
    await visitor.press('Set the password');
    expect(await visitor.read()).toContain('tried first');
    await check();
    await visitor.page.getByLabel('New password').fill('quite another thing');
    await visitor.press('Set the password');
    await visitor.sees('Sign in');
    expect(await visitor.read()).toContain('Sign in with the new one.');
    await check();
    await visitor.signIn(ana.email, 'quite another thing');
    await visitor.sees('Connected apps');
  });

  it('a link that was used says so, and where to get another', async () => {
    expect(await visitor.open(await mails.resetPath(ana.email))).toBe(410);
    await visitor.sees('This link does not work any more');
    await check();
    await visitor.follow('Send another link');
  });

  it('one that is known is changed on the page of the account', async () => {
    await visitor.open('/');
    await visitor.follow(`Your account: signed in as ${ana.email}`);
    await visitor.sees('Your account');
    await check();
    await visitor.page.getByLabel('Current password').fill('wrong');
    await visitor.page.getByLabel('New password').fill(PASSWORD);
    await visitor.press('Change the password');
    expect(await visitor.read()).toContain('This is not your password.');
    await check();
    await visitor.page.getByLabel('Current password').fill('quite another thing');
    await visitor.page.getByLabel('New password').fill(PASSWORD);
    await visitor.tick('Also disconnect every app');
    await visitor.press('Change the password');
    expect(await visitor.read()).toContain('every app is disconnected');
    await check();
  });
});
