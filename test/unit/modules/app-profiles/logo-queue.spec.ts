import { ProblemError } from '../../../../src/kernel/errors/problem-error.js';
import { LogoQueue } from '../../../../src/modules/app-profiles/internal/logos/logo-queue.js';

describe('uploads that are decoded', () => {
  const until = () => {
    let open = (): void => undefined;
    const opened = new Promise<void>((resolve) => (open = resolve));
    return { open, opened };
  };

  it('run one at a time in their order, also after one that fails', async () => {
    const queue = new LogoQueue();
    const log: string[] = [];
    const work = (name: string, fails = false) =>
      queue.run(async () => {
        log.push(`${name} begins`);
        await Promise.resolve();
        log.push(`${name} ends`);
        if (fails) throw new Error(name);
      });
    const all = await Promise.allSettled([work('a'), work('b', true), work('c')]);
    expect(all.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    const order = ['a begins', 'a ends', 'b begins', 'b ends', 'c begins', 'c ends'];
    expect(log).toEqual(order);
  });

  it('wait in a queue of eight, and others are told to come back', async () => {
    const queue = new LogoQueue();
    const gate = until();
    const waiting = Array.from({ length: 9 }, () => queue.run(() => gate.opened));
    const refused = (await queue.run(() => gate.opened).catch((error: unknown) => error)) as object;
    expect(refused).toBeInstanceOf(ProblemError);
    expect(refused).toMatchObject({ status: 503, options: { retryAfterSeconds: 5 } });
    gate.open();
    await Promise.all(waiting);
    await expect(queue.run(() => Promise.resolve('next'))).resolves.toBe('next');
  });
});
