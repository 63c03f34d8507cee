/** What a value is: names of types, separated by `|`, with `[]` for a list of them; or an object by its members. */
export type Shape = string | { readonly [member: string]: Shape };

const TYPES: Readonly<Record<string, (value: unknown) => boolean>> = {
  string: (value) => typeof value === 'string',
  number: (value) => typeof value === 'number',
  integer: (value) => Number.isInteger(value),
  boolean: (value) => typeof value === 'boolean',
  object: (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
  null: (value) => value === null,
  time: (value) =>
    typeof value === 'string' && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/.test(value),
};

/** What is not of this shape, by JSON Pointers. Members besides those of the shape are allowed. */
export function faultsIn(value: unknown, shape: Shape, at = ''): string[] {
  if (typeof shape !== 'string') return faultsInMembers(value, shape, at);
  if (shape.split('|').some((type) => isOf(type, value))) return [];
  return [`${at} is ${JSON.stringify(value)} and not ${shape}`];
}

function faultsInMembers(
  value: unknown,
  members: Readonly<Record<string, Shape>>,
  at: string,
): string[] {
  if (!isOf('object', value)) return [`${at} is ${JSON.stringify(value)} and no object`];
  const given = value as Readonly<Record<string, unknown>>;
  return Object.entries(members).flatMap(([name, shape]) =>
    name in given ? faultsIn(given[name], shape, `${at}/${name}`) : [`${at}/${name} is missing`],
  );
}

function isOf(type: string, value: unknown): boolean {
  if (type.endsWith('[]')) {
    return Array.isArray(value) && value.every((each) => isOf(type.slice(0, -2), each));
  }
  const test = TYPES[type];
  if (!test) throw new Error(`There is no type ${type}`);
  return test(value);
}
