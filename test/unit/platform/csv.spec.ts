import { csvOf } from '../../../src/platform/pages/csv.js';

describe('a CSV file', () => {
  it('quotes text, and ends its lines as RFC 4180 says', () => {
    expect(
      csvOf([
        ['a', 1],
        ['say "x", y', 2.5],
      ]),
    ).toBe('"a",1\r\n"say ""x"", y",2.5\r\n');
  });

  it.each(['=1+1', '+1', '-1', '@x', '\t=1', '\r=1'])(
    'has no formula of a name that begins like one: %j',
    (name) => {
      expect(csvOf([[name]])).toBe(`"'${name}"\r\n`);
    },
  );
});
