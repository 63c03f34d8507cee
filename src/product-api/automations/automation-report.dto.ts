import { Moment, Money, Nested, OneOf, Whole } from '../wire/fields.js';
import { END_REASONS } from './internal/enrollment.entity.js';

export class AutomationReportQuery {
  @Moment({ optional: true, description: 'Default: 30 days before `to`.' }) from?: string;
  @Moment({ optional: true, description: 'Default: now. At most 92 days after `from`.' })
  to?: string;
}

export class AutomationEndings {
  @OneOf(END_REASONS) reason!: (typeof END_REASONS)[number];
  @Whole() count!: number;
}

/** What became of the messages of one step. */
export class AutomationMessages {
  @Whole({ description: 'Which message, in the order in which they are written, from 0.' })
  index!: number;
  @Whole() sent!: number;
  @Whole() delivered!: number;
  @Whole({ description: 'Failed, expired, rejected, unpaid or cancelled.' }) failed!: number;
  @Money() cost!: string;
}

/** What happened in a span of time. */
export class AutomationReport {
  @Moment() from!: string;
  @Moment() to!: string;
  @Whole({ description: 'Contacts who entered.' }) entered!: number;
  @Whole({ description: 'Of these, who are in it now.' }) active!: number;
  @Nested(AutomationEndings, { many: true, description: 'Of these, how it ended.' })
  endings!: readonly AutomationEndings[];
  @Nested(AutomationMessages, { many: true }) messages!: readonly AutomationMessages[];
}
