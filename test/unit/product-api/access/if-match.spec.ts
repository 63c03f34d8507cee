import { versionIn } from '../../../../src/product-api/access/if-match.decorator.js';

const codeOf = (header: string | undefined, required: boolean): unknown => {
  try {
    return versionIn(header, required);
  } catch (error) {
    return (error as { code: unknown }).code;
  }
};

describe('If-Match', () => {
  it('names the version that the caller holds', () => {
    expect(versionIn('"7"', true)).toBe(7);
    expect(versionIn('"2147483647"', false)).toBe(2_147_483_647);
  });

  it('may be absent or a star where no version is required', () => {
    expect(versionIn(undefined, false)).toBeUndefined();
    expect(versionIn('*', false)).toBeUndefined();
    expect(codeOf(undefined, true)).toBe('precondition_required');
    expect(codeOf('*', true)).toBe('precondition_required');
  });

  it.each([
    '7',
    '""',
    '"0"',
    '"07"',
    '"-1"',
    '"7.0"',
    'W/"7"',
    '"2147483648"',
    '"99999999999"',
    'x',
  ])('with %s matches nothing', (header) => {
    expect(codeOf(header, false)).toBe('precondition_failed');
    expect(codeOf(header, true)).toBe('precondition_failed');
  });

  it('with several tags is refused', () => {
    expect(codeOf('"1", "2"', false)).toBe('invalid_request');
  });
});
