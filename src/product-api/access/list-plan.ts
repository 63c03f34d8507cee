import type { SortedQuery } from './list-query.js';

/** SQL for one filter; `value` is its placeholder. Only text of ours, never of a request (E10). */
export type Filter = (value: string) => string;

export interface Sort {
  /** An expression that is never null. */
  readonly by: string;
  readonly type: 'text' | 'timestamptz' | 'integer';
  readonly direction: 'asc' | 'desc';
}

/** How a plain list is read from its table: everything that may stand in its SQL. */
export interface ListPlan<Query extends SortedQuery, SortName extends string> {
  /** Unique in the server; it stands in cursors. */
  readonly name: string;
  /** A table with `id` and `project_id`. */
  readonly table: string;
  readonly columns: string;
  /** One for each filter of the DTO: a missing one is a compile error. */
  readonly filters: { readonly [Name in Exclude<keyof Query, keyof SortedQuery>]-?: Filter };
  /** The first is the default. */
  readonly sorts: Readonly<Record<SortName, Sort>>;
}

export const equals =
  (column: string): Filter =>
  (value) =>
    `${column} = ${value}`;

export const differs =
  (column: string): Filter =>
  (value) =>
    `${column} <> ${value}`;

export const isOneOf =
  (column: string): Filter =>
  (value) =>
    `${column} = ANY(${value}::text[])`;

/** In any letter case. Nothing of LIKE, so nothing to escape. */
export const contains =
  (column: string): Filter =>
  (value) =>
    `strpos(lower(${column}), lower(${value})) > 0`;

export const compares =
  (column: string, operator: '>' | '>=' | '<' | '<='): Filter =>
  (value) =>
    `${column} ${operator} ${value}::timestamptz`;
