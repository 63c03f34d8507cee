import type { ProductRoute } from '../../../src/product-api/access/product-route.js';
import type { TestDatabase } from '../test-database.js';
import { addContact, addSegment } from '../shortcuts.js';
import { titleOf } from './find-routes.js';

/** Data of one project of the matrix, by wire ids. */
export interface Things {
  readonly contact: string;
  readonly phone: string;
  readonly segment: string;
}

/** All data that a sample may refer to, in one project. `mark` is in every text, so that a leak is detected. */
export async function addThings(
  database: TestDatabase,
  projectId: string,
  mark: string,
  phone: string,
): Promise<Things> {
  const contact = { firstName: mark, lastName: mark, email: `${mark}@example.test`, phone };
  return {
    contact: await addContact(database, projectId, { ...contact, attributes: { mark } }),
    phone,
    segment: await addSegment(database, projectId, { name: mark }),
  };
}

/**
 * What a successful call of a route needs besides the project: path parameters by name. A route without any needs no
 * line here; a route with one that has no line fails the matrix.
 */
const PATH_PARAMETERS: Readonly<Record<string, (things: Things) => Record<string, string>>> = {
  'GET /v1/project/:project/audience/:id': ({ contact }) => ({ id: contact }),
  'GET /v1/project/:project/audience/search/phone/:phone': ({ phone }) => ({ phone }),
  'GET /v1/project/:project/segment/:uid': ({ segment }) => ({ uid: segment }),
};

/** The body of a successful call; empty by default. */
const BODIES: Readonly<Record<string, object>> = {};

/** The path of a route with all parameters. `project` is a wire id. */
export function pathTo(route: ProductRoute, project: string, things: Things): string {
  const parameters: Record<string, string> = {
    project,
    ...PATH_PARAMETERS[titleOf(route)]?.(things),
  };
  return route.path.replaceAll(/:(\w+)/g, (_, name: string) => {
    const value = parameters[name];
    if (value === undefined) {
      throw new Error(
        `Add a line for ${titleOf(route)} to test/support/guard-matrix/route-samples.ts`,
      );
    }
    return encodeURIComponent(value);
  });
}

export const bodyOf = (route: ProductRoute): object => BODIES[titleOf(route)] ?? {};
