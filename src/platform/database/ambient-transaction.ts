import { AsyncLocalStorage } from 'node:async_hooks';
import type { EntityManager } from 'typeorm';

type Work<T> = (tx: EntityManager) => Promise<T>;

const storage = new AsyncLocalStorage<AmbientTransaction | undefined>();

/**
 * A transaction that everything in its asynchronous context belongs to, without being handed it
 * (docs/decisions/0026-one-transaction-around-a-handler.md).
 */
export class AmbientTransaction {
  private last: Promise<unknown> = Promise.resolve();
  private isOver = false;

  private constructor(private readonly tx: EntityManager) {}

  /** Undefined outside of one, and in what one has left behind: a timer, a promise that nobody waited for. */
  static current(): AmbientTransaction | undefined {
    const ambient = storage.getStore();
    return ambient?.isOver ? undefined : ambient;
  }

  /** Runs `work` with `tx` around it, and waits for all that was asked of it. */
  static async around<T>(tx: EntityManager, work: Work<T>): Promise<T> {
    const ambient = new AmbientTransaction(tx);
    try {
      return await storage.run(ambient, work, tx);
    } finally {
      await ambient.last;
      ambient.isOver = true;
    }
  }

  /** Runs `work` as if there were none around it. */
  static outside<T>(work: () => T): T {
    return storage.run(undefined, work);
  }

  /**
   * A transaction within: a savepoint, so that an error that somebody handles undoes its own part only. One after the
   * other, since a connection has one stack of savepoints.
   */
  nest<T>(work: Work<T>): Promise<T> {
    const ran = this.last.then(() =>
      this.tx.transaction((tx) => AmbientTransaction.around(tx, work)),
    );
    this.last = ran.catch(() => undefined);
    return ran;
  }
}
