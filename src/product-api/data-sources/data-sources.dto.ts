import { listPlan } from '../access/list-plan.js';
import { EventParameter } from '../specs/specs.dto.js';
import { Flag, Moment, OneOf, Text, Whole, WireId } from '../wire/fields.js';
import { DATA_SOURCE_TYPES, DataSourceEntity } from './internal/data-source.entity.js';

type Count = 'contactsReceived' | 'eventsReceived' | 'itemsErrored';

/** PostgreSQL's `bigint` is a text in rows. */
const count =
  (name: Count) =>
  (row: Readonly<Record<Count, string>>): number =>
    Number(row[name]);

/** A data source on the wire. */
export class DataSource {
  @WireId('ds') id!: string;
  @WireId('ds', { from: 'id' }) uid!: string;
  @Text() name!: string;
  @Text({ nullable: true }) description!: string | null;
  @OneOf(DATA_SOURCE_TYPES) type!: DataSourceEntity['type'];
  @Text({ many: true }) audienceTags!: readonly string[];
  @Text({ many: true }) tags!: readonly string[];
  @Text({ description: 'ISO 3166-1 alpha-2: of telephone numbers without a country code.' })
  defaultCountry!: string;
  @Text({ description: 'BCP 47.' }) locale!: string;
  @Text({ description: 'IANA name.' }) timezone!: string;
  @Whole({ description: 'A value of a contact is not replaced by a source with a lower one.' })
  priority!: number;
  @Flag({ description: 'An unknown attribute is defined, as a `string`.' }) autoCreate!: boolean;
  @Flag({ description: 'An event of an unknown user makes a contact.' }) createMissing!: boolean;
  @Flag({ description: 'Fixed lines are accepted.' }) allowNonMobile!: boolean;
  @Moment({ nullable: true }) lastContactReceivedAt!: string | null;
  @Moment({ nullable: true }) lastEventReceivedAt!: string | null;
  @Whole({ from: count('contactsReceived'), description: 'Accepted; up to a minute old.' })
  receivedContacts!: number;
  @Whole({ from: count('eventsReceived'), description: 'Accepted; up to a minute old.' })
  receivedEvents!: number;
  @Whole({ from: count('itemsErrored'), description: 'Refused; up to a minute old.' })
  errored!: number;
  @Moment() createdAt!: string;
  @Moment() updatedAt!: string;
}

/** A data source as it is made. */
export class CreatedDataSource extends DataSource {
  @Text({
    nullable: true,
    example: 'isds_…',
    description:
      'The first token of the data source. Null for a caller whose own token is bound to a key (DPoP).',
  })
  token!: string | null;
}

/** A token of a data source. */
export class DataSourceToken {
  @WireId('dst') id!: string;
  @OneOf(['grant', 'api_token'], { description: 'What made it, and ends it with its own end.' })
  maker!: 'grant' | 'api_token';
  @Moment() createdAt!: string;
}

/** The same as it is made. */
export class CreatedDataSourceToken extends DataSourceToken {
  @Text({ example: 'isds_…', description: 'Shown only now.' }) token!: string;
}

export const DATA_SOURCE_LIST = listPlan('data-sources', DataSourceEntity, DataSource, {
  filters: { type: ['eq', 'neq', 'in'], name: ['contains'] },
  sorts: { name: 'asc', createdAt: 'asc' },
});

export class ListDataSourcesDto extends DATA_SOURCE_LIST.Query {}

/** The numbers of a data source, now. */
export class DataSourceStats {
  @WireId('ds') id!: string;
  @Whole() receivedContacts!: number;
  @Whole() receivedEvents!: number;
  @Whole({ description: 'Items that were refused.' }) errored!: number;
  @Moment({ nullable: true }) lastContactReceivedAt!: string | null;
  @Moment({ nullable: true }) lastEventReceivedAt!: string | null;
}

/** What a data source accepts. */
export class DataSourceStream {
  @WireId('ds') id!: string;
  @Whole({ description: 'Most items of a batch.' }) itemsLimit!: number;
  @Whole({ description: 'The same with `_sync`.' }) syncItemsLimit!: number;
  @Whole({ description: 'Most bytes of the parameters of an event.' })
  parametersBytesLimit!: number;
  @Text() defaultCountry!: string;
  @Flag() autoCreate!: boolean;
  @Flag() createMissing!: boolean;
  @Flag() allowNonMobile!: boolean;
}

/** A parameter, with its type of events. */
export class StreamParameter extends EventParameter {
  @Text() eventType!: string;
}

const NAME = { min: 1, max: 80, example: 'Website' } as const;
const TAGS = { many: true, most: 20, min: 1, max: 60, example: 'customers' } as const;
const DESCRIPTION = { max: 1_000, optional: true, nullable: true } as const;
const OF_PROJECT = { optional: true, description: 'Without it: the project’s.' } as const;
const COUNTRY = { ...OF_PROJECT, pattern: /^[A-Z]{2}$/ } as const;
const PRIORITY = { min: 1, max: 100, optional: true } as const;

export class CreateDataSourceDto {
  @Text(NAME) name!: string;
  @Text(TAGS) audienceTags!: readonly string[];
  @Text(DESCRIPTION) description?: string | null;
  @OneOf(DATA_SOURCE_TYPES, { default: 'api' }) type: DataSourceEntity['type'] = 'api' as const;
  @Text({ ...TAGS, optional: true }) tags?: readonly string[];
  @Text(COUNTRY) defaultCountry?: string;
  @Text({ ...OF_PROJECT, max: 35 }) locale?: string;
  @Text({ ...OF_PROJECT, max: 64 }) timezone?: string;
  @Whole({ ...PRIORITY, description: 'Without it: 100 of an API, else 50.' }) priority?: number;
  @Flag({ default: false }) autoCreate: boolean = false;
  @Flag({ default: false }) createMissing: boolean = false;
  @Flag({ default: false }) allowNonMobile: boolean = false;
}

export class ChangeDataSourceDto {
  @Text({ ...NAME, optional: true }) name?: string;
  @Text({ ...TAGS, optional: true }) audienceTags?: readonly string[];
  @Text(DESCRIPTION) description?: string | null;
  @Text({ ...TAGS, optional: true }) tags?: readonly string[];
  @Text(COUNTRY) defaultCountry?: string;
  @Text({ ...OF_PROJECT, max: 35 }) locale?: string;
  @Text({ ...OF_PROJECT, max: 64 }) timezone?: string;
  @Whole(PRIORITY) priority?: number;
  @Flag({ optional: true }) autoCreate?: boolean;
  @Flag({ optional: true }) createMissing?: boolean;
  @Flag({ optional: true }) allowNonMobile?: boolean;
}
