import type { ProjectSpecs } from '../specs/project-specs.js';
import { shows, type FieldLevel } from '../wire/field-levels.js';
import { Json, Moment, Nested, Text, Whole, WireId } from '../wire/fields.js';
import { toWire } from '../wire/wire-class.js';
import type { ContactEventEntity } from './internal/contact-event.entity.js';

/** An event on the wire. */
export class Event {
  @WireId('evt') id!: string;
  @Text() type!: string;
  @Text({ description: 'The data source’s own id of the event.' }) eventId!: string;
  @WireId('aud', { from: 'contactId' }) audienceId!: string;
  @WireId('ds', { nullable: true, from: 'dataSourceId' }) datasourceId!: string | null;
  @Moment() occurredAt!: string;
  @Moment() receivedAt!: string;

  @Json({
    description:
      'Of parameters that hold personal data the values need `audience.full:read`; others are named in ' +
      '`metadata.redacted`.',
    example: { amount: 12.5 },
  })
  parameters!: object;
}

/** The latest events of one type. */
export class EventsOfType {
  @Text() type!: string;
  @Nested(Event, { many: true }) events!: readonly Event[];
}

/** Metadata of answers that show events. */
export class EventsMetadata {
  @Text({
    many: true,
    description: 'Parameters that are hidden, as `type.parameter`.',
    example: ['purchase.card_holder'],
  })
  readonly redacted!: readonly string[];
}

/** Metadata of a page of events. */
export class EventsScrollMetadata extends EventsMetadata {
  @Whole() readonly limit!: number;
  /** Null on the last page. */
  @Text({ nullable: true }) readonly next_cursor!: string | null;
}

/** Shows events of one project at one level. Everything that says what an event is goes through here. */
export class EventView {
  /** By type, the parameters that the level shows. */
  private readonly shown: ReadonlyMap<string, ReadonlySet<string>>;
  private readonly hidden: readonly (readonly [type: string, parameter: string])[];

  constructor(
    private readonly specs: ProjectSpecs,
    private readonly level: FieldLevel,
  ) {
    this.shown = new Map(
      specs.events.map(({ uid, parameters }) => {
        const open = parameters.filter(({ pii }) => !pii);
        return [uid, new Set(open.map(({ parameter }) => parameter))];
      }),
    );
    this.hidden = shows(level, 'full') ? [] : this.personal();
  }

  show(row: Readonly<ContactEventEntity>): Event {
    return toWire(Event, { ...row, parameters: this.parametersOf(row) });
  }

  /** What is hidden of events of these types; of any, without. */
  redacted(types?: ReadonlySet<string>): EventsMetadata {
    const concerned = this.hidden.filter(([type]) => types === undefined || types.has(type));
    return { redacted: concerned.map((each) => each.join('.')) };
  }

  /** A parameter that no spec knows is hidden as if it were personal. */
  private parametersOf({ type, parameters }: Readonly<ContactEventEntity>): object {
    if (shows(this.level, 'full')) return parameters;
    const shown = this.shown.get(type);
    return Object.fromEntries(Object.entries(parameters).filter(([name]) => shown?.has(name)));
  }

  private personal(): (readonly [string, string])[] {
    return this.specs.events.flatMap(({ uid, parameters }) =>
      parameters.filter(({ pii }) => pii).map(({ parameter }) => [uid, parameter] as const),
    );
  }
}
