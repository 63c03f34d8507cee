import { hash, type Algorithm } from '@node-rs/argon2';
import { UsersService, type User } from '../../src/modules/accounts/users.service.js';
import { Database } from '../../src/platform/database/database.js';
import { overhear } from './dump/spoken-passwords.js';
import { PASSWORD } from './shortcuts.js';
import type { TestApp } from './test-app.js';

export { PASSWORD };

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

/** The minimum cost of argon2id; the cost is stored in the hash. */
const LEAST = {
  algorithm: 2 as Algorithm.Argon2id,
  memoryCost: 8,
  timeCost: 1,
  parallelism: 1,
};

/** A new user with a cheap password hash: for tests that count hundreds of attempts in sequence. */
export async function createUserOfManyAttempts(server: TestApp, name = 'Ana'): Promise<User> {
  const user = await createUser(server, name);
  const passwordHash = await hash(PASSWORD, LEAST);
  await server.database.query('UPDATE users SET password_hash = $2 WHERE id = $1', [
    user.id,
    passwordHash,
  ]);
  return user;
}
