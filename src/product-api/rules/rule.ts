import type { FieldLevel } from '../wire/field-levels.js';
import type { DataType } from '../specs/data-types.js';

/** A rule that has been checked against the specs of its project. What it names exists, and its values have the types of what they are compared with. */
export interface Rule {
  readonly root: Node;
}

/** A segment that a rule refers to: of a dynamic one its rule, of a static one its members are looked up. */
export type ReferredSegment =
  { readonly type: 'static' } | { readonly type: 'dynamic'; readonly rule: Rule };

export type Node = Group | Leaf;

export interface Group {
  readonly kind: 'group';
  readonly join: 'and' | 'or';
  readonly not: boolean;
  readonly children: readonly Node[];
}

export type Leaf = ComparisonLeaf | EventLeaf | SegmentLeaf | MessageLeaf;

/** A value of the contact (or, in a query of events, of the event), compared. */
export interface ComparisonLeaf {
  readonly kind: 'comparison';
  readonly comparison: Comparison;
}

/** How many events of a type the contact has. */
export interface EventLeaf {
  readonly kind: 'event';
  readonly type: string;
  /** Inclusive; `most` is null without an upper bound. */
  readonly count: { readonly least: number; readonly most: number | null };
  readonly within: Window | null;
  readonly where: readonly Comparison[];
}

/** Whether the contact is in another segment. */
export interface SegmentLeaf {
  readonly kind: 'segment';
  /** UUID. */
  readonly id: string;
  readonly in: boolean;
  /** Where the request names it. */
  readonly pointer: string;
}

/** Whether the contact has a text message, in or out, in a state. */
export interface MessageLeaf {
  readonly kind: 'message';
  readonly status: MessageState;
  readonly origin: { readonly kind: 'campaign' | 'automation'; readonly id: string } | null;
  readonly within: Window | null;
}

/** Of text messages; the module of messages stands to the right of this one. `received` is one from the contact. */
export const MESSAGE_STATES = [
  ...(['scheduled', 'enqueued', 'sent', 'accepted', 'buffered', 'delivered', 'failed'] as const),
  ...(['expired', 'rejected', 'unknown', 'unpaid', 'canceled', 'error', 'received'] as const),
] as const;
export type MessageState = (typeof MESSAGE_STATES)[number];

/** Something that has a value to compare: an attribute, a parameter of an event, or a column. */
export interface Term {
  readonly dataType: DataType | 'id';
  readonly multivalue: boolean;
  /** The level of a caller who may compare it. */
  readonly level: FieldLevel;
  readonly source: Source;
  /** The values that an enum has. */
  readonly options?: readonly string[];
}

export type Source =
  /** SQL of a constant of this server. */
  | { readonly kind: 'column'; readonly sql: string }
  /** A member of a JSON column; its name is a parameter in SQL. */
  | { readonly kind: 'member'; readonly sql: string; readonly name: string };

export interface Comparison {
  readonly term: Term;
  readonly operator: Operator;
  /** As many as the operator takes; none for a span of time. */
  readonly values: readonly Value[];
  readonly span?: Span;
}

/** `in-last`, `in-next` and windows. */
export interface Span {
  readonly count: number;
  readonly unit: Unit;
}

export const UNITS = ['hour', 'day', 'week', 'month'] as const;
export type Unit = (typeof UNITS)[number];

/** The last hours, days …, or from one moment or day to another, both included. */
export type Window = { readonly last: Span } | { readonly from?: Value; readonly to?: Value };

/** PostgreSQL's types of values. */
export type ValueType = 'text' | 'numeric' | 'boolean' | 'date' | 'timestamptz' | 'uuid';

/** A value as PostgreSQL reads it, or the place in which a parameter of the segment puts one. */
export type Value = Literal | Placeholder;

export interface Literal {
  readonly type: ValueType;
  readonly text: string;
}

export interface Placeholder {
  /** From 1. */
  readonly parameter: number;
}

export type Operator =
  | ('exists' | 'not-exists')
  | ('eq' | 'neq' | 'in' | 'not-in' | 'matches-string' | 'starts-with' | 'contains')
  | ('gt' | 'gte' | 'lt' | 'lte' | 'between' | 'is-true' | 'is-false')
  | ('on' | 'before' | 'after' | 'in-last' | 'in-next' | 'anniversary-in')
  | ('has-any' | 'has-all' | 'has-none');
