import { ConfirmVerificationsJob } from '../../src/modules/reviews/internal/confirmation/confirm-verifications.job.js';
import type { TestApp } from './test-app.js';

/** A year passes in which nobody confirms the verification of the app with this UUID: the job lets it lapse. */
export async function lapse(server: TestApp, clientId: string): Promise<void> {
  await server.database.query(
    `UPDATE app_verifications SET confirmed_at = now() - interval '366 days' WHERE client_id = $1`,
    [clientId],
  );
  await server.app.get(ConfirmVerificationsJob, { strict: false }).run();
}
