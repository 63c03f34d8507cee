import { ProblemError, type FieldProblem } from '../../kernel/errors/problem-error.js';
import { invalid } from '../access/request.pipe.js';
import { shows, type FieldLevel } from '../wire/field-levels.js';

/** What a template needs to know of the attributes of a project. */
export interface AttributeLevels {
  attribute(uid: string): { readonly level: FieldLevel } | undefined;
}

interface MergeTag {
  readonly attribute: string;
  readonly fallback: string;
}

/** A text between its merge tags, in order. */
export type Template = readonly (string | MergeTag)[];

/** `{{_first_name|friend}}`: an attribute, and what is written where the contact has no value. */
const TAG = /\{\{ ?([\w-]{1,64}) ?(?:\|([^{}|]{0,100}))?\}\}/g;

/** The most tags of one text. */
const MAX_TAGS = 20;
/** Characters of a value: contacts of a message with long values would cost more than its estimate. */
const MAX_VALUE = 160;

/**
 * @param level of the caller: a tag shows its attribute to the readers of the message
 * @throws ProblemError 400 for an unknown attribute or braces that are no tag, 403 for an attribute above the level
 */
export function readTemplate(
  text: string,
  specs: AttributeLevels,
  level: FieldLevel,
  pointer = '/text',
): Template {
  const template = templateOf(text);
  const tags = template.filter((part) => typeof part !== 'string');
  const fault = findFault(template, tags, specs);
  if (fault) throw invalid([{ pointer, ...fault }]);
  for (const { attribute } of tags) checkLevel(attribute, specs, level, pointer);
  return template;
}

function templateOf(text: string): Template {
  const parts: (string | MergeTag)[] = [];
  let end = 0;
  for (const { 0: tag, 1: attribute = '', 2: fallback = '', index } of text.matchAll(TAG)) {
    parts.push(text.slice(end, index), { attribute, fallback });
    end = index + tag.length;
  }
  return [...parts, text.slice(end)].filter((part) => part !== '');
}

function findFault(
  template: Template,
  tags: readonly MergeTag[],
  specs: AttributeLevels,
): Omit<FieldProblem, 'pointer'> | null {
  if (template.some((part) => typeof part === 'string' && /\{\{|\}\}/.test(part))) {
    return { code: 'tag', message: 'has braces that are no merge tag, {{attribute|fallback}}' };
  }
  if (tags.length > MAX_TAGS) {
    return { code: 'tags', message: `must not have more than ${MAX_TAGS} merge tags` };
  }
  const unknown = tags.find(({ attribute }) => !specs.attribute(attribute));
  if (!unknown) return null;
  return { code: 'attribute', message: `names an unknown attribute: ${unknown.attribute}` };
}

function checkLevel(
  attribute: string,
  specs: AttributeLevels,
  level: FieldLevel,
  pointer: string,
): void {
  if (shows(level, specs.attribute(attribute)?.level ?? 'full')) return;
  throw new ProblemError('data_privacy', 'A merge tag needs the level that shows its attribute.', {
    errors: [
      { pointer, code: 'level', message: `needs more than the level ${level}: ${attribute}` },
    ],
  });
}

/** The names of the attributes in a template, each once. */
export const attributesOf = (template: Template): string[] => [
  ...new Set(template.flatMap((part) => (typeof part === 'string' ? [] : [part.attribute]))),
];

/** The text for one contact. Values are text: tags within them are not read. */
export const renderTemplate = (
  template: Template,
  valueOf: (attribute: string) => unknown,
): string =>
  template
    .map((part) =>
      typeof part === 'string' ? part : textOf(valueOf(part.attribute)) || part.fallback,
    )
    .join('');

function textOf(value: unknown): string {
  if (Array.isArray(value)) return value.map(textOf).filter(Boolean).join(', ').slice(0, MAX_VALUE);
  if (value instanceof Date) return value.toISOString().slice(0, 10);
  if (!['string', 'number', 'boolean'].includes(typeof value)) return '';
  return [
    ...String(value)
      .replaceAll(/[\p{Cc}\s]+/gu, ' ')
      .trim(),
  ]
    .slice(0, MAX_VALUE)
    .join('');
}
