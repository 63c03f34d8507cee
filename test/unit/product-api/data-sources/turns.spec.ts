import { Turns } from '../../../../src/product-api/data-sources/internal/turns.js';

describe('turns', () => {
  let turns: Turns;
  let log: string[];
  beforeEach(() => {
    turns = new Turns();
    log = [];
  });

  /** A work that ends when told to. */
  function begin(name: string, ...keys: string[]) {
    let end: (error?: Error) => void = () => undefined;
    const done = turns.take(keys, () => {
      log.push(name);
      return new Promise<string>((resolve, reject) => {
        end = (error) => {
          if (error) reject(error);
          else resolve(name);
        };
      });
    });
    return {
      done,
      end: (error?: Error) => {
        end(error);
      },
    };
  }
  const settle = () => new Promise((resolve) => setImmediate(resolve));

  it('are taken one after the other by works with a key in common, in the order in which they came', async () => {
    const first = begin('first', 'a', 'b');
    const second = begin('second', 'b', 'c');
    const third = begin('third', 'c');
    await settle();
    expect(log).toEqual(['first']);
    first.end();
    await settle();
    expect(log).toEqual(['first', 'second']);
    second.end();
    await settle();
    third.end();
    expect(await Promise.all([first.done, second.done, third.done])).toEqual([
      ...['first', 'second', 'third'],
    ]);
  });

  it('are taken at once by works that have none', async () => {
    begin('first', 'a');
    begin('second', 'b');
    begin('third');
    await settle();
    expect(log).toEqual(['first', 'second', 'third']);
  });

  it('come also after a work that failed, whose error is its own', async () => {
    const [first, second] = [begin('first', 'a'), begin('second', 'a')];
    await settle();
    first.end(new Error('of the first'));
    await expect(first.done).rejects.toThrow('of the first');
    await settle();
    second.end();
    expect(await second.done).toBe('second');
  });
});
