import type { TestApp } from './test-app.js';

export interface QueuedMail {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
}

/** Removes all queued mails from the queue, by address. */
export async function takeMails({ database }: TestApp): Promise<QueuedMail[]> {
  const rows = await database.query<{ payload: QueuedMail }>(
    `WITH taken AS (DELETE FROM graphile_worker._private_jobs j USING graphile_worker._private_tasks t
       WHERE t.id = j.task_id AND t.identifier = 'send-mail' RETURNING j.payload)
     SELECT payload FROM taken ORDER BY payload ->> 'to'`,
  );
  return rows.map(({ payload }) => payload);
}
