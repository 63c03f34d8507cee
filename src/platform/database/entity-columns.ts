import { getMetadataArgsStorage } from 'typeorm';
import type { column } from './row-shape.js';
import type { ParameterFor } from './shared-statement.js';

type ShapeOf<Entity> = {
  readonly [Property in keyof Entity]: ReturnType<typeof column<Entity[Property]>>;
};

export interface EntityColumn {
  readonly name: string;
  /** Of PostgreSQL. */
  readonly type: string;
}

/** The columns of a table, as its entity has them. */
export interface EntityColumns<Entity> {
  readonly table: string;
  /** For SELECT and RETURNING, each under the name of its property. */
  readonly list: string;
  readonly shape: ShapeOf<Entity>;
  /** The column of a property. */
  readonly of: (property: keyof Entity & string) => EntityColumn;
  /** For a shared statement: parameters with the names and types of these properties. */
  readonly parameters: <Property extends keyof Entity & string>(
    properties: readonly Property[],
  ) => { readonly [Name in Property]: ParameterFor<Entity[Name]> };
  /** Of these properties, in their order. */
  readonly names: (properties: readonly (keyof Entity & string)[]) => string[];
}

/** The columns of an entity's table, so that statements do not list them again. */
export function columnsOf<Entity extends object>(entity: new () => Entity): EntityColumns<Entity> {
  const columns = getMetadataArgsStorage()
    .filterColumns(entity)
    .map(({ propertyName, options: { name = propertyName, type, array, nullable } }) => ({
      name,
      propertyName,
      type: `${String(type)}${array === true ? '[]' : ''}`,
      mark: nullable === true ? '?' : '',
    }));
  const of = (property: string): EntityColumn => {
    const found = columns.find(({ propertyName }) => propertyName === property);
    if (!found) throw new Error(`${entity.name} has no column ${property}`);
    return found;
  };
  return {
    table: getMetadataArgsStorage().filterTables(entity)[0]?.name ?? entity.name,
    list: columns.map((each) => `${each.name} AS "${each.propertyName}"`).join(', '),
    shape: Object.fromEntries(
      columns.map((each) => [each.propertyName, each.type + each.mark]),
    ) as unknown as ShapeOf<Entity>,
    of,
    parameters: (properties) =>
      Object.fromEntries(properties.map((property) => [property, of(property).type])) as never,
    names: (properties) => properties.map((property) => of(property).name),
  };
}

/** The text of a CHECK: the column has one of these values. */
export const isOneOf = (column: string, values: readonly string[]): string =>
  `${column} IN (${values.map((value) => `'${value}'`).join(', ')})`;
