import { ConcurrencyLimit } from '../../../../src/modules/accounts/internal/concurrency-limit.js';

/** Work that ends on request. */
function piece(): { work: () => Promise<void>; end: () => void; begun: () => boolean } {
  let release = (): void => undefined;
  let begun = false;
  const ended = new Promise<void>((resolve) => (release = resolve));
  const work = (): Promise<void> => {
    begun = true;
    return ended;
  };
  return { work, end: () => release(), begun: () => begun };
}

describe('a limit on work done at once', () => {
  it('runs so many, lets so many wait in order, and refuses the rest at once (D7)', async () => {
    const limit = new ConcurrencyLimit(2, 1);
    const [first, second, third, fourth] = [piece(), piece(), piece(), piece()];
    const running = [first, second, third].map(({ work }) => limit.run(work));
    await Promise.resolve();
    expect([first, second, third].map(({ begun }) => begun())).toEqual([true, true, false]);
    await expect(limit.run(fourth.work)).rejects.toMatchObject({ status: 503 });
    first.end();
    await running[0];
    await Promise.resolve();
    expect(third.begun()).toBe(true);
    [second, third].forEach(({ end }) => end());
    await Promise.all(running);
  });

  it('gives the place back when the work fails', async () => {
    const limit = new ConcurrencyLimit(1, 0);
    await expect(limit.run(() => Promise.reject(new Error('no')))).rejects.toThrow('no');
    await expect(limit.run(() => Promise.resolve('yes'))).resolves.toBe('yes');
  });
});
