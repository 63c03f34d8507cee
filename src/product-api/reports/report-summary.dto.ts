import { Moment, Money, Text, Whole } from '../wire/fields.js';

export class SummaryQuery {
  @Moment({ description: 'Messages that were made since then.' }) from!: string;
  @Moment({
    optional: true,
    description: 'And before then; now, if absent. At most 92 days later.',
  })
  to?: string;
}

/** Totals of a time. */
export class ReportSummary {
  @Moment() from!: string;
  @Moment() to!: string;
  @Whole({ description: 'Messages that a carrier has got.' }) sent!: number;
  @Whole() delivered!: number;
  @Whole({ description: 'That no carrier took, or that did not arrive.' }) failed!: number;
  @Whole({ description: 'Messages from contacts.' }) received!: number;
  @Whole({ description: 'Contacts that unsubscribed from messages.' }) unsubscribes!: number;
  @Text({ description: 'ISO 4217.' }) currency!: string;
  @Money({ description: 'What was charged.' }) cost!: string;
}
