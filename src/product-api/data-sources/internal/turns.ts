/**
 * Lets works with a key in common run one after the other, in the order in which they came. Those that wait need no
 * connection to the database, where they would all wait for the same rows.
 */
export class Turns {
  /** By key: the end of the last work that has it. */
  private readonly last = new Map<string, Promise<unknown>>();

  async take<T>(keys: readonly string[], work: () => Promise<T>): Promise<T> {
    const before = keys.flatMap((key) => this.last.get(key) ?? []);
    // Nothing comes between: two works with several keys never wait for each other.
    const done = Promise.all(before).then(work);
    const ended = done.then(ignore, ignore);
    for (const key of keys) this.last.set(key, ended);
    await ended;
    for (const key of keys) if (this.last.get(key) === ended) this.last.delete(key);
    return done;
  }
}

const ignore = (): void => undefined;
