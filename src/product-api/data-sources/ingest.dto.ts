import { readWith } from '../wire/field.js';
import { Flag, Json, Nested, OneOf, Text, toFlag, Whole } from '../wire/fields.js';
import { OUTCOMES, type Outcome } from './internal/item-result.js';

/** `?_sync` says the same as `?_sync=true`. */
const read = (value: unknown): unknown => (value === '' ? true : toFlag(value));

export class IngestQuery {
  @readWith(read)
  @Flag({
    default: false,
    description: 'At most 10 items. Every call is answered after it is done.',
  })
  _sync: boolean = false;

  @readWith(read)
  @Flag({ default: false, description: 'Says what would be wrong, and writes nothing.' })
  _dryRun: boolean = false;
}

const ERRORS = {
  description: 'By member: what is wrong with it; `*` is the item as a whole.',
  example: { _email: ['must be an email address'] },
} as const;

class IngestedItem {
  @Whole({ description: 'In the batch, from 0.' }) position!: number;
  @OneOf(['success', 'error']) status!: 'success' | 'error';
  @Text({ nullable: true }) _user_id!: string | null;
  @OneOf(OUTCOMES, { optional: true }) outcome?: Outcome;
  @Json({ optional: true, ...ERRORS }) errors?: object;
}

/** The result of one contact. */
export class IngestedContact extends IngestedItem {
  @Text({ many: true, optional: true }) warnings?: readonly string[];
}

/** The result of one event. */
export class IngestedEvent extends IngestedItem {
  @Text({ nullable: true }) _event_id!: string | null;
}

class IngestResult {
  @Whole() successful!: number;
  @Whole() failed!: number;
  @Flag() dryRun!: boolean;
}

/** The results of a batch, in its order. */
export class IngestedContacts extends IngestResult {
  @Nested(IngestedContact, { many: true }) items!: readonly IngestedContact[];
}

/** The results of a batch, in its order. */
export class IngestedEvents extends IngestResult {
  @Nested(IngestedEvent, { many: true }) items!: readonly IngestedEvent[];
}
