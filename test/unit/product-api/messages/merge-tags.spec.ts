import type { ProblemError } from '../../../../src/kernel/errors/problem-error.js';
import {
  attributesOf,
  readTemplate,
  renderTemplate,
} from '../../../../src/product-api/messages/merge-tags.js';
import type { FieldLevel } from '../../../../src/product-api/wire/field-levels.js';

const LEVELS = new Map<string, FieldLevel>([
  ['_country', 'none'],
  ['_first_name', 'basic'],
  ['city', 'full'],
]);
const SPECS = {
  attribute(uid: string) {
    const level = LEVELS.get(uid);
    return level ? { level } : undefined;
  },
};

const render = (text: string, values: Record<string, unknown>): string =>
  renderTemplate(readTemplate(text, SPECS, 'full'), (attribute) => values[attribute]);

function refusalOf(text: string, level: FieldLevel = 'full'): ProblemError {
  try {
    readTemplate(text, SPECS, level);
  } catch (error) {
    return error as ProblemError;
  }
  throw new Error('It was not refused.');
}

describe('merge tags', () => {
  it.each([
    ['Hi {{_first_name|friend}}!', { _first_name: 'Lucía' }, 'Hi Lucía!'],
    ['Hi {{_first_name|friend}}!', { _first_name: null }, 'Hi friend!'],
    ['Hi {{ _first_name }}!', {}, 'Hi !'],
    ['{{city}}{{city}} {x} }', { city: 'Vigo' }, 'VigoVigo {x} }'],
    ['no tags', {}, 'no tags'],
    ['{{city|0}}', { city: 0 }, '0'],
    ['{{city}}', { city: ['a', 'b'] }, 'a, b'],
    ['{{city|x}}', { city: { a: 1 } }, 'x'],
  ])('%j with %j is %j', (text, values, rendered) => {
    expect(render(text, values)).toBe(rendered);
  });

  it('do not read tags, control characters or more than 160 characters of a value', () => {
    expect(render('{{city}}', { city: '{{_first_name}}', _first_name: 'no' })).toBe(
      '{{_first_name}}',
    );
    expect(render('{{city}}', { city: 'a\r\n\u0007b' })).toBe('a b');
    expect([...render('{{city}}', { city: '😀'.repeat(500) })]).toHaveLength(160);
  });

  it.each(['{{missing}}', '{{_first_name', 'x}}', '{{}}', '{{a b}}', '{{city|{{city}}}}'])(
    'refuse %j',
    (text) => {
      expect(refusalOf(text)).toMatchObject({
        code: 'invalid_request',
        options: { errors: [{ pointer: '/text' }] },
      });
    },
  );

  it('refuse more than twenty', () => {
    expect(refusalOf('{{city}}'.repeat(21)).options.errors).toMatchObject([{ code: 'tags' }]);
  });

  it('need the level that shows their attribute, since the message shows it', () => {
    expect(refusalOf('{{_first_name}}', 'none')).toMatchObject({ code: 'data_privacy' });
    expect(refusalOf('{{city}}', 'basic')).toMatchObject({ code: 'data_privacy' });
    expect(attributesOf(readTemplate('{{_country}} {{_country|x}}', SPECS, 'none'))).toEqual([
      '_country',
    ]);
  });
});
