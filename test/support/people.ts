import { UsersService, type User } from '../../src/modules/accounts/users.service.js';
import { Database } from '../../src/platform/database/database.js';
import { overhear } from './dump/spoken-passwords.js';
import type { TestApp } from './test-app.js';

export const PASSWORD = 'correct horse battery';

let serial = 0;

/** A new user of the server under test, who signs in with `PASSWORD`. */
export function createUser(server: TestApp, name = 'Ana'): Promise<User> {
  overhear([['password', PASSWORD]]);
  const email = `${name.toLowerCase()}${String(++serial)}@example.com`;
  const users = server.app.get(UsersService, { strict: false });
  return server.app
    .get(Database)
    .transaction((tx) => users.create(tx, { email, name, password: PASSWORD }));
}
