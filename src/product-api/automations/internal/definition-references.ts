import { fromWireId, type IdKind } from '../../../kernel/ids.js';
import type { Definition } from '../definition/definition.js';
import { walkSteps } from '../definition/walk-steps.js';

/** Something that a definition names, and where. */
export interface Reference<Name = string> {
  readonly name: Name;
  /** JSON Pointer. */
  readonly pointer: string;
}

/** Everything that a definition refers to and that may be gone by now. Ids are UUIDs. */
export interface References {
  readonly segments: readonly Reference[];
  /** Null: the default sender. */
  readonly senders: readonly Reference<string | null>[];
  readonly webhooks: readonly Reference[];
  readonly events: readonly Reference[];
  readonly dates: readonly Reference[];
  readonly attributes: readonly (Reference & { readonly value: unknown })[];
}

export function referencesOf({ trigger, audience, cancelEvents, steps }: Definition): References {
  const placed = walkSteps(steps);
  return {
    segments: [
      ...('segment_entered' in trigger
        ? [idOf('seg', trigger.segment_entered.uid, '/trigger/segment_entered/uid')]
        : []),
      ...(audience && 'segment' in audience
        ? [idOf('seg', audience.segment, '/audience/segment')]
        : []),
    ],
    senders: placed.flatMap(({ step, pointer }) => {
      if (!('send_sms' in step)) return [];
      const { senderId } = step.send_sms;
      const at = `${pointer}/send_sms/senderId`;
      return [senderId === undefined ? { name: null, pointer: at } : idOf('snd', senderId, at)];
    }),
    webhooks: placed.flatMap(({ step, pointer }) =>
      'webhook' in step
        ? [idOf('whk', step.webhook.endpointId, `${pointer}/webhook/endpointId`)]
        : [],
    ),
    events: [
      ...('event' in trigger ? [{ name: trigger.event.type, pointer: '/trigger/event/type' }] : []),
      ...cancelEvents.map((name, at) => ({ name, pointer: `/cancelEvents/${String(at)}` })),
    ],
    dates:
      'attribute_date' in trigger
        ? [{ name: trigger.attribute_date.key, pointer: '/trigger/attribute_date/key' }]
        : [],
    attributes: placed.flatMap(({ step, pointer }) => {
      if (!('update_attribute' in step)) return [];
      const { key, value } = step.update_attribute;
      return [{ name: key, value, pointer: `${pointer}/update_attribute` }];
    }),
  };
}

const idOf = (kind: IdKind, wireId: string, pointer: string): Reference => ({
  name: fromWireId(kind, wireId) ?? '',
  pointer,
});
