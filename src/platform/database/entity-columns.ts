import { getMetadataArgsStorage } from 'typeorm';
import type { column } from './row-shape.js';

type ShapeOf<Entity> = {
  readonly [Property in keyof Entity]: ReturnType<typeof column<Entity[Property]>>;
};

/** The columns of a table, as its entity has them. */
export interface EntityColumns<Entity> {
  /** For SELECT and RETURNING, each under the name of its property. */
  readonly list: string;
  readonly shape: ShapeOf<Entity>;
  /** Of these properties, in their order. */
  readonly names: (properties: readonly (keyof Entity & string)[]) => string[];
}

/** What an entity says of its table, so that no statement says it again. */
export function columnsOf<Entity extends object>(entity: new () => Entity): EntityColumns<Entity> {
  const columns = getMetadataArgsStorage()
    .filterColumns(entity)
    .map(({ propertyName, options: { name = propertyName, type, array, nullable } }) => ({
      name,
      propertyName,
      type: `${String(type)}${array === true ? '[]' : ''}${nullable === true ? '?' : ''}`,
    }));
  const nameOf = new Map<string, string>(columns.map((each) => [each.propertyName, each.name]));
  return {
    list: columns.map((each) => `${each.name} AS "${each.propertyName}"`).join(', '),
    shape: Object.fromEntries(
      columns.map((each) => [each.propertyName, each.type]),
    ) as unknown as ShapeOf<Entity>,
    names: (properties) => properties.map((property) => nameOf.get(property) ?? property),
  };
}
