import { prepareValue } from 'pg/lib/utils.js';
import { inOrder } from './parameters.js';
import { isArray, type SharedStatement } from './shared-statement.js';
import type { Statement } from './statement.js';

/**
 * So many executions of one statement at the same time; requests that come meanwhile wait for the next. Two, so that a
 * slow one does not stop all others. One or four cost about as much.
 */
const MOST_RUNNING = 2;

/** Requests of one execution. Bounds its memory, and how many wait for the slowest of them. */
const MOST_ASKED = 50;

/**
 * Milliseconds. Who has waited for so long when the queue is looked through, which is as seldom, gets an error, as do
 * those that wait for a connection. So a database that is away or locked keeps nobody waiting, and no queue grows.
 */
const LONGEST_WAIT = 2_000;

/** Errors of the values or of their rows. PostgreSQL has rolled everything back, so all can be tried again. */
const OF_THE_VALUES = /^(?:22|23|40)/;

interface Asked {
  readonly values: readonly unknown[];
  readonly resolve: (row: unknown) => void;
  readonly reject: (error: unknown) => void;
  /** Whether it waited already when the queue was last looked through. */
  isOld: boolean;
}

type Run = (
  statement: Statement,
  values: Readonly<Record<string, readonly unknown[]>>,
) => Promise<unknown[]>;

interface PlacedRow {
  readonly place: number;
}

/** With a code for which the answer is 503. */
class TooLateError extends Error {
  readonly code = 'ETIMEDOUT';

  constructor() {
    super('No execution of the statement began in time.');
  }
}

/** The executions of one shared statement by this server. */
export class SharedExecutions {
  private waiting: Asked[] = [];
  private running = 0;
  private scheduled = false;
  private watching: NodeJS.Timeout | undefined;

  constructor(
    private readonly shared: SharedStatement,
    private readonly run: Run,
  ) {}

  /** The row for these values. Rejects with the error that they alone would have caused. */
  ask(values: Readonly<Record<string, unknown>>): Promise<unknown> {
    return new Promise((resolve, reject) => {
      const given = inOrder(this.shared.statement, values);
      this.waiting.push({ values: given, resolve, reject, isOld: false });
      this.schedule();
    });
  }

  /** After everything that the event loop has ready has asked. */
  private schedule(): void {
    if (this.running >= MOST_RUNNING) {
      this.watch();
    } else if (!this.scheduled) {
      this.scheduled = true;
      setImmediate(() => {
        this.scheduled = false;
        void this.next();
      });
    }
  }

  /** In periods, not by the clock: after a pause of the whole process nobody is late. */
  private watch(): void {
    this.watching ??= setTimeout(() => {
      this.watching = undefined;
      const late = this.waiting.findLastIndex(({ isOld }) => isOld) + 1;
      for (const { reject } of this.waiting.splice(0, late)) reject(new TooLateError());
      for (const asked of this.waiting) asked.isOld = true;
      if (this.waiting.length > 0) this.watch();
    }, LONGEST_WAIT).unref();
  }

  private async next(): Promise<void> {
    const asked = this.waiting.splice(0, MOST_ASKED);
    if (asked.length === 0) return;
    this.running++;
    if (this.waiting.length > 0) this.schedule();
    await this.answer(asked);
    this.running--;
    if (this.waiting.length > 0) this.schedule();
  }

  private async answer(asked: readonly Asked[]): Promise<void> {
    try {
      const requests = asked.map(({ values }) => values);
      const rows = await this.run(this.shared.statement, arraysOf(this.shared, requests));
      const answers = new Array<unknown>(asked.length);
      for (const { place, ...row } of rows as PlacedRow[]) answers[place - 1] = row;
      asked.forEach(({ resolve }, i) => resolve(answers[i]));
    } catch (error) {
      await this.isolate(asked, error);
    }
  }

  /** By halves, until the error is alone with the request that causes it. */
  private async isolate(asked: readonly Asked[], error: unknown): Promise<void> {
    if (asked.length > 1 && OF_THE_VALUES.test((error as { code?: string }).code ?? '')) {
      const half = asked.length >> 1;
      await this.answer(asked.slice(0, half));
      await this.answer(asked.slice(half));
    } else {
      for (const { reject } of asked) reject(error);
    }
  }
}

/** Of these requests, whose values are in the order of the parameters: an array for each parameter. */
export function arraysOf(
  { parameters, statement }: SharedStatement,
  requests: readonly (readonly unknown[])[],
): Record<string, readonly unknown[]> {
  const columns = statement.parameters.map((name, i) => {
    const column = requests.map((values) => values[i]);
    return [name, isArray(parameters[name]) ? column.map(prepareValue) : column] as const;
  });
  return Object.fromEntries(columns);
}
