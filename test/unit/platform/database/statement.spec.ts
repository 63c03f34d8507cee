import { statement, unprepared } from '../../../../src/platform/database/statement.js';

describe('named statements', () => {
  it('are refused where one name stands for two texts: a connection would refuse the second', () => {
    statement('test.one', 'SELECT 1 AS one');
    expect(() => statement('test.one', 'SELECT 2 AS one')).toThrow(/test\.one/);
    expect(statement('test.one', 'SELECT 1 AS one').name).toBe('test.one');
  });

  it('have a counterpart without a name, for text that depends on what is asked', () => {
    expect(unprepared('SELECT 1 AS one')).toEqual({ text: 'SELECT 1 AS one', parameters: [] });
  });
});
