import { UsersService } from '../../src/modules/accounts/users.service.js';
import { Database } from '../../src/platform/database/database.js';
import { Chromium } from '../support/chromium.js';
import { overflowAt } from '../support/page-checks.js';
import { PASSWORD } from '../support/people.js';
import { TestApp } from '../support/test-app.js';

/** Browsers change or refuse what is typed into an e-mail field; into the server's fields they do not. */
describe('an address beyond ASCII in a browser', () => {
  let server: TestApp;
  let chromium: Chromium;
  beforeAll(async () => {
    chromium = await Chromium.launch();
    server = await TestApp.start();
  });
  afterAll(async () => {
    await chromium.close();
    await server.stop();
  });

  it.each([
    ['its domain', 'ana@b\u00FCcher.example', 'ana@b\u00FCcher.example'],
    ['its domain, in A-labels', 'eva@b\u00FCcher.example', 'eva@xn--bcher-kva.example'],
    ['its name', 'jos\u00E9@example.com', 'jos\u00E9@example.com'],
    [
      'both',
      '\u0430\u043D\u044F@\u043F\u043E\u0447\u0442\u0430.\u0440\u0444',
      '\u0430\u043D\u044F@\u043F\u043E\u0447\u0442\u0430.\u0440\u0444',
    ],
  ])('signs in, and is shown in its own letters: %s', async (_, email, typed) => {
    const users = server.app.get(UsersService, { strict: false });
    await server.app
      .get(Database)
      .transaction((tx) => users.create(tx, { email, name: 'Ana', password: PASSWORD }));
    const visitor = await chromium.open(server);
    await visitor.open('/login');
    await visitor.signIn(typed, 'not the password');
    expect(await visitor.page.getByLabel('E-mail').inputValue()).toBe(email);
    expect(await overflowAt(visitor.page, 360)).toEqual([]);
    await visitor.signIn(typed);
    await visitor.sees('Connected apps');
    await visitor.follow(`Your account: signed in as ${email}`);
    await visitor.sees('Your account');
  });
});
