import { RESERVED_ATTRIBUTES } from './reserved-attributes.js';
import type { AttributeSpec, EventSpec } from './spec.js';

/** Custom specs as they are stored. */
export interface StoredSpecs {
  readonly attributes: readonly StoredAttribute[];
  readonly events: readonly EventSpec[];
}

type StoredAttribute = Omit<AttributeSpec, 'custom' | 'readonly' | 'level' | 'column'>;

/** Attributes and types of events of one project, at one moment. */
export class ProjectSpecs {
  /** Reserved ones first, then custom ones by name. */
  readonly attributes: readonly AttributeSpec[];
  /** By name. */
  readonly events: readonly EventSpec[];
  private readonly attributesByUid: ReadonlyMap<string, AttributeSpec>;
  private readonly eventsByUid: ReadonlyMap<string, EventSpec>;

  constructor(
    stored: StoredSpecs,
    /** Every change of a spec increments it; 0 as long as there is none. */
    readonly version = 0,
  ) {
    this.attributes = [...RESERVED_ATTRIBUTES, ...stored.attributes.map(customAttribute)];
    this.events = stored.events;
    this.attributesByUid = new Map(this.attributes.map((each) => [each.uid, each]));
    this.eventsByUid = new Map(this.events.map((each) => [each.uid, each]));
  }

  attribute(uid: string): AttributeSpec | undefined {
    return this.attributesByUid.get(uid);
  }

  event(uid: string): EventSpec | undefined {
    return this.eventsByUid.get(uid);
  }
}

/** An attribute of the customer's. */
export const customAttribute = (stored: StoredAttribute): AttributeSpec => ({
  ...stored,
  ...{ custom: true, readonly: false, level: 'full' },
});
