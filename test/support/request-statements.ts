import { Database } from '../../src/platform/database/database.js';
import { currentRequest } from '../../src/platform/http/request-context.js';

/**
 * Names of the statements that run for requests, in the order in which they begin; `a transaction` stands for the two
 * round trips of its begin and commit. What a timer of the server writes meanwhile is of no request, and is not here.
 */
export class RequestStatements {
  readonly names: (string | undefined)[] = [];
  private readonly spies: readonly jest.SpyInstance[];

  constructor() {
    const { names } = this;
    // eslint-disable-next-line @typescript-eslint/unbound-method -- called with the `this` of each call
    const { query, queryIn, transaction } = Database.prototype;
    const note = (name: string | undefined): void => {
      if (currentRequest()) names.push(name);
    };
    this.spies = [
      jest.spyOn(Database.prototype, 'query').mockImplementation(function (this: Database, ...all) {
        note(all[0].name);
        return query.apply(this, all);
      }),
      jest.spyOn(Database.prototype, 'queryIn').mockImplementation(function (
        this: Database,
        ...all
      ) {
        note(all[1].name);
        return queryIn.apply(this, all);
      }),
      jest.spyOn(Database.prototype, 'transaction').mockImplementation(function (
        this: Database,
        work,
      ) {
        note('a transaction');
        return transaction.call(this, work);
      }),
    ];
  }

  stop(): void {
    for (const spy of this.spies) spy.mockRestore();
  }

  /** Of one request, which is answered with this status. */
  static async of(
    request: PromiseLike<{ readonly status: number }>,
    status = 200,
  ): Promise<readonly (string | undefined)[]> {
    const statements = new RequestStatements();
    try {
      expect((await request).status).toBe(status);
    } finally {
      statements.stop();
    }
    return statements.names;
  }
}
