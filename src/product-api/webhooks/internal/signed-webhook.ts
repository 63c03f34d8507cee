import { createHmac } from 'node:crypto';
import { toWireId } from '../../../kernel/ids.js';
import { entryOf, TEST_TYPE, type SentType } from '../webhook-types.js';
import type { WebhookDeliveryEntity } from './webhook-delivery.entity.js';
import { keyOfSecret } from './webhook-secrets.js';

/** A request to a webhook. */
export interface SignedWebhook {
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
}

type Told = Pick<
  WebhookDeliveryEntity,
  'projectId' | 'eventId' | 'type' | 'subjectId' | 'data' | 'occurredAt'
>;

/**
 * The request of Standard Webhooks: `webhook-id`, the same for each attempt, `webhook-timestamp` of this one, and
 * `webhook-signature` by each secret, HMAC-SHA256 over `id.timestamp.body`.
 */
export function signWebhook(delivery: Told, secrets: readonly string[], now: Date): SignedWebhook {
  const id = toWireId('evt', delivery.eventId);
  const timestamp = String(Math.floor(now.getTime() / 1_000));
  const body = JSON.stringify(payloadOf(delivery));
  const signatures = secrets.map((secret) => signatureOf(secret, { id, timestamp, body }));
  return {
    body,
    headers: {
      'content-type': 'application/json',
      'webhook-id': id,
      'webhook-timestamp': timestamp,
      'webhook-signature': signatures.join(' '),
    },
  };
}

/** One signature, in its wire form. */
export const signatureOf = (
  secret: string,
  {
    id,
    timestamp,
    body,
  }: { readonly id: string; readonly timestamp: string; readonly body: string },
): string => {
  const signed = createHmac('sha256', keyOfSecret(secret)).update(`${id}.${timestamp}.${body}`);
  return `v1,${signed.digest('base64')}`;
};

const payloadOf = ({ projectId, type, subjectId, data, occurredAt }: Told): object => ({
  type,
  timestamp: occurredAt.toISOString(),
  data: {
    ...data,
    id: toWireId(subjectKindOf(type), subjectId),
    project: toWireId('prj', projectId),
  },
});

const subjectKindOf = (type: SentType) => (type === TEST_TYPE ? 'whk' : entryOf(type).subject);
