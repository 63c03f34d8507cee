import fc from 'fast-check';
import { findProductRoutes } from '../../support/guard-matrix/find-routes.js';
import { Matrix } from '../../support/guard-matrix/matrix.js';
import { RandomRequests, type RandomRequest } from '../../support/api-fuzz/random-requests.js';
import { rawRequest, type RawAnswer } from '../../support/raw-request.js';
import { TestApp } from '../../support/test-app.js';

/** In every text of the other project. */
const CANARY = 'canary-of-another-project';
const ROUNDS = [1, 2, 3, 4, 5];
const REQUESTS_A_ROUND = 2_000;
/** In flight at once. */
const AT_ONCE = 8;

const ROUTES = findProductRoutes().filter(({ path }) => path.includes(':project'));

/** Every answer is compared with the OpenAPI document, too, when the server stops. */
describe('random requests to the Product API', () => {
  let server: TestApp;
  const statuses = new Map<number, number>();

  beforeAll(async () => (server = await TestApp.start()));
  afterAll(async () => {
    await server.stop();
    console.log(
      `Answers: ${[...statuses]
        .sort()
        .map((pair) => pair.join(' × '))
        .join(', ')}`,
    );
  });

  /** What is wrong with an answer, or null. */
  function faultOf({ status, headers, text }: RawAnswer): string | null {
    statuses.set(status, (statuses.get(status) ?? 0) + 1);
    if (status >= 500) return `${String(status)} ${text}`;
    if (text.includes(CANARY)) return `a row of another project: ${text}`;
    const type = String(headers['content-type']);
    const isProblem = type === 'application/problem+json; charset=utf-8';
    // Of a batch that failed whole: a result for each item.
    const isResult = status === 422 && text.startsWith('{"entity":{"successful":0,');
    return status < 400 || isProblem || isResult ? null : `${String(status)} of ${type}: ${text}`;
  }

  it.each(ROUNDS)(
    'get no 5xx, no row of another project, and problems as such, round %s (E3, E10, E12, E13, E14, E17)',
    async () => {
      const ours = await Matrix.stand(server, {}, 'alpha', '+34600000101');
      const theirs = await Matrix.stand(server, {}, CANARY, '+34600000101');
      const requests = new RandomRequests(
        ours.projectOnTheWire,
        ours.things,
        theirs.things,
        CANARY,
      );
      const faultAt = async ({ method, path, headers, body }: RandomRequest) => {
        const authorized = { ...headers, authorization: `Bearer ${ours.token}` };
        const answer = await rawRequest(server.origin, method, path, authorized, body);
        const fault = faultOf(answer);
        return fault === null ? null : `${method} ${path} ${body} → ${fault}`;
      };
      const group = fc.array(requests.toOneOf(ROUTES), { minLength: AT_ONCE, maxLength: AT_ONCE });
      await fc.assert(
        fc.asyncProperty(group, async (all) => {
          const faults = await Promise.all(all.map(faultAt));
          expect(faults.filter((fault) => fault !== null)).toEqual([]);
        }),
        { numRuns: REQUESTS_A_ROUND / AT_ONCE, endOnFailure: true },
      );
    },
  );
});
