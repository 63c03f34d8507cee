import { skeleton } from '../../../../src/modules/clients/internal/names/confusables.js';

const FIRST = 0x4e00;
const MOST = 2_048;
const characters = Array.from({ length: 3 * MOST }, (_, at) => String.fromCodePoint(FIRST + at));

describe('what a name is seen as', () => {
  afterEach(() => jest.restoreAllMocks());

  it('is remembered for some characters, however many strangers send (C9)', () => {
    const remember = jest.spyOn(Map.prototype, 'set');
    for (const character of characters) skeleton(character);
    const memories = new Set<Map<unknown, unknown>>(remember.mock.contexts);
    expect(memories.size).toBe(1);
    for (const { size } of memories) expect(size).toBeLessThanOrEqual(MOST);
  });

  it('is not looked up twice within one name (C9)', () => {
    const remember = jest.spyOn(Map.prototype, 'set');
    const name = 'C\u0142aude '.repeat(8);
    const seen = skeleton(name);
    expect(remember).toHaveBeenCalledTimes(7);
    expect(skeleton(name)).toBe(seen);
    expect(remember).toHaveBeenCalledTimes(7);
  });
});
