import {
  compileParameters,
  inOrder,
  type ParameterNames,
  type ParameterValues,
} from '../../../../src/platform/database/parameters.js';

describe('named parameters', () => {
  it('get a number each, the same wherever they stand', () => {
    const compiled = compileParameters('a = :one AND b = :two OR c = :one');
    expect(compiled).toEqual({ text: 'a = $1 AND b = $2 OR c = $1', parameters: ['one', 'two'] });
  });

  it.each(["'{}'::jsonb", 'x::uuid', "'urn:ietf:params'", 'a[1:n]', "'10:30'"])(
    'are not found in %s',
    (text) => expect(compileParameters(text)).toEqual({ text, parameters: [] }),
  );

  it('stand before a cast', () => {
    expect(compileParameters(':ids::uuid[]').text).toBe('$1::uuid[]');
  });

  it('are put in order', () => {
    const compiled = compileParameters(':second, :first');
    expect(inOrder(compiled, { first: 1, second: null, other: 3 })).toEqual([null, 1]);
  });

  it('fail without a value', () => {
    expect(() => inOrder(compileParameters(':first, :second'), { first: 1 })).toThrow(':second');
  });

  it('are known to the compiler', () => {
    type Names = ParameterNames<`SELECT ${string} WHERE a = :grantId::uuid AND b = ANY (:ids)`>;
    const names: Record<Names, true> = { grantId: true, ids: true };
    // @ts-expect-error there is no such name
    const other: Names = 'id';
    expect({ names, other }).toBeDefined();
  });

  it('have no values that may be missing: NULL is null', () => {
    const endedAt = new Date() as Date | undefined;
    // @ts-expect-error it may be undefined
    const values: ParameterValues<'endedAt'> = { endedAt };
    const none: ParameterValues<'endedAt'> = { endedAt: null };
    expect({ values, none }).toBeDefined();
  });
});
