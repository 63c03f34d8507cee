import type { EntityManager } from 'typeorm';
import { Database } from '../../../platform/database/database.js';
import { HandlesJob } from '../../../platform/jobs/job-handler.decorator.js';
import type { JobHandler } from '../../../platform/jobs/job.js';
import { OutboundPost } from '../../../platform/outbound/outbound-post.service.js';
import { DELIVER_WEBHOOK, DeliveryQueue } from './delivery-queue.js';
import { DueDeliveries, type Attempt, type DueDelivery } from './due-deliveries.js';
import { delayAfter, pauseAfter } from './retries.js';
import { signWebhook } from './signed-webhook.js';
import { TellWebhookDisabled } from './tell-webhook-disabled.js';
import { WebhookSecrets } from './webhook-secrets.js';
import { WebhookStanding } from './webhook-standing.js';

/** Seconds that a delivery waits if this process has too many requests under way. */
const BUSY_SECONDS = 10;

/**
 * One attempt to deliver an event. A receiver that does not answer with 2xx is tried again, at most ten times; the queue
 * repeats the attempt only if this server fails. So a receiver may get an event twice, with the same `webhook-id`.
 */
@HandlesJob(DELIVER_WEBHOOK)
export class DeliverWebhookJob implements JobHandler<{ projectId: string; deliveryId: string }> {
  constructor(
    private readonly database: Database,
    private readonly deliveries: DueDeliveries,
    private readonly queue: DeliveryQueue,
    private readonly standing: WebhookStanding,
    private readonly secrets: WebhookSecrets,
    private readonly outbound: OutboundPost,
    private readonly tell: TellWebhookDisabled,
  ) {}

  async run({ projectId, deliveryId }: { projectId: string; deliveryId: string }): Promise<void> {
    const due = await this.deliveries.find(projectId, deliveryId);
    if (!due || !(await this.mayBeSent(due))) return;
    const wait = due.pausedSeconds ?? 0;
    if (wait > 0) return this.postpone(due, wait);
    const attempt = await this.attempt(due);
    if (attempt === 'busy') return this.postpone(due, BUSY_SECONDS);
    await this.database.transaction((tx) => this.record(tx, due, attempt));
  }

  /** Cancels what the webhook may not be told (any more). */
  private async mayBeSent(due: DueDelivery): Promise<boolean> {
    const standing = due.status === 'active' ? await this.standing.of(due) : 'withheld';
    if (standing === 'stands') return true;
    await this.database.transaction(async (tx) => {
      if (standing === 'ended') await this.deliveries.disable(tx, due, 'access_ended');
      await this.deliveries.end(tx, due, 'cancelled', null);
    });
    return false;
  }

  private postpone(due: DueDelivery, seconds: number): Promise<void> {
    return this.database.transaction(async (tx) => {
      await this.deliveries.postpone(tx, due, seconds, null);
      await this.queue.again(tx, due, seconds);
    });
  }

  private async attempt(due: DueDelivery): Promise<Attempt | 'busy'> {
    const { webhookId, secretSealed, previousSecretSealed } = due;
    const sealed = [secretSealed, previousSecretSealed].filter((one) => one !== null);
    const opened = await Promise.all(sealed.map((one) => this.secrets.open(webhookId, one)));
    const secrets = opened.filter((secret) => secret !== null);
    // With another SECRET_KEY nothing can be signed until the secret is rotated, and unsigned nothing is sent.
    if (secrets.length === 0) return { responseCode: null, durationMs: 0 };
    const { body, headers } = signWebhook(due, secrets, new Date());
    const startedAt = performance.now();
    const responseCode = await this.outbound.send(due.url, body, headers);
    if (responseCode === 'busy') return responseCode;
    return { responseCode, durationMs: Math.round(performance.now() - startedAt) };
  }

  private async record(tx: EntityManager, due: DueDelivery, attempt: Attempt): Promise<void> {
    const { responseCode } = attempt;
    if (responseCode !== null && responseCode >= 200 && responseCode < 300) {
      await this.deliveries.end(tx, due, 'delivered', attempt);
      return this.deliveries.noteSuccess(tx, due);
    }
    if (responseCode === 410) {
      await this.deliveries.end(tx, due, 'failed', attempt);
      return this.disable(tx, due, 'gone');
    }
    const delay = delayAfter(due.attempt + 1);
    if (delay === null) await this.deliveries.end(tx, due, 'failed', attempt);
    else {
      await this.deliveries.postpone(tx, due, delay, attempt);
      await this.queue.again(tx, due, delay);
    }
    const hopeless = await this.deliveries.noteFailure(tx, due, pauseAfter(delay));
    if (hopeless) await this.disable(tx, due, 'failing');
  }

  private async disable(
    tx: EntityManager,
    due: DueDelivery,
    reason: 'gone' | 'failing',
  ): Promise<void> {
    if (!(await this.deliveries.disable(tx, due, reason))) return;
    await this.tell.execute(tx, due, reason);
  }
}
