import { applyDecorators } from '@nestjs/common';
import { documented } from '../../platform/http/documented.js';
import { TakesWithoutEffect } from '../access/query.guard.js';
import { Flag, OneOf, Text, WireId } from '../wire/fields.js';
import { CONSENT_CHANNELS, type ConsentChannel } from './consent.js';

/** A flag that clients of the API know. Here a change is made when it is answered, with the flag and without it. */
export const AcceptsSync = (): MethodDecorator =>
  applyDecorators(
    TakesWithoutEffect('_sync'),
    documented(({ ApiQuery }) =>
      ApiQuery({
        name: '_sync',
        required: false,
        description: 'Has no effect: every change is made before the answer.',
        schema: { type: 'boolean' },
      }),
    ),
  );

/** Names one contact. */
export class StreamedContactDto {
  @WireId('aud') audienceId!: string;
}

export class ChangeSubscriptionDto extends StreamedContactDto {
  @Text({ optional: true, max: 200, description: 'Kept in the consent log.' }) reason?: string;
  @Text({ optional: true, max: 60 }) 'utm-source'?: string;
  @Text({ optional: true, max: 60 }) 'utm-medium'?: string;
  @Text({ optional: true, max: 60 }) 'utm-campaign'?: string;
}

export class SubscribeDto extends ChangeSubscriptionDto {
  @Flag({
    optional: true,
    description:
      'Needed to subscribe somebody who replied STOP, or whose number belonged to an erased contact. Audited.',
  })
  override?: boolean;
}

/** A subscription on the wire. */
export class Subscription {
  @WireId('aud') audienceId!: string;
  @OneOf(CONSENT_CHANNELS) channel!: ConsentChannel;
  @Flag() subscribed!: boolean;
  @Flag({ description: 'False if it was so already; then nothing is logged.' }) changed!: boolean;
}

/** What is left of an erased contact. */
export class Erasure {
  @WireId('aud') audienceId!: string;
  @Flag() deleted!: boolean;
}
