import { writeOut } from '../../../../src/product-api/access/query-form.js';

describe('a query as JSON', () => {
  it('means the parameters of the same names', () => {
    const form = {
      filter: [
        { field: 'status', operator: 'in', value: ['ready', 'error'] },
        { field: 'name', operator: 'contains', value: 'vip' },
        { field: 'version', operator: 'gt', value: 3 },
      ],
      paging: { start: 10, limit: 5 },
      sort: [['name', 'desc']],
    };
    expect(writeOut({ _q: JSON.stringify(form), _count: 'true' })).toEqual({
      query: {
        ...{ _count: 'true', status_in: 'ready,error', name_contains: 'vip', version_gt: '3' },
        ...{ _start: '10', _limit: '5', _sort: 'name:desc' },
      },
    });
  });

  it('may be empty, or absent', () => {
    expect(writeOut({ _q: '{}', _limit: '1' })).toEqual({ query: { _limit: '1' } });
    expect(writeOut({ _limit: '1' })).toEqual({ query: { _limit: '1' } });
  });

  it.each([
    ['{', '/_q'],
    ['[]', '/_q'],
    ['null', '/_q'],
    ['"x"', '/_q'],
    ['{"limit":1}', '/_q/limit'],
    ['{"__proto__":1}', '/_q/__proto__'],
    ['{"toString":1}', '/_q/toString'],
    ['{"filter":{}}', '/_q/filter'],
    ['{"filter":[{"field":"a","operator":"eq"}]}', '/_q/filter'],
    ['{"filter":[{"field":"a","operator":"eq","value":{}}]}', '/_q/filter'],
    ['{"filter":[{"field":"a","operator":"eq","value":1,"or":1}]}', '/_q/filter'],
    [
      JSON.stringify({ filter: Array(21).fill({ field: 'a', operator: 'eq', value: 1 }) }),
      '/_q/filter',
    ],
    ['{"paging":[]}', '/_q/paging'],
    ['{"paging":{"limit":"1"}}', '/_q/paging'],
    ['{"paging":{"cursor":1}}', '/_q/paging'],
    ['{"sort":["name"]}', '/_q/sort'],
    ['{"sort":[["name","up"]]}', '/_q/sort'],
    ['{"sort":[["a","asc"],["b","asc"]]}', '/_q/sort'],
    ['{"filter":[{"field":"_","operator":"proto__","value":1}]}', '/_q'],
  ])('of another form is refused: %s', (text, pointer) => {
    expect(writeOut({ _q: text })).toMatchObject({ fault: { pointer } });
  });

  it('does not say again what the query says', () => {
    expect(writeOut({ _q: '{"paging":{"limit":1}}', _limit: '2' })).toHaveProperty('fault');
  });
});
