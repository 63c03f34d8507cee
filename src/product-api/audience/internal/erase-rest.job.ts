import { Database } from '../../../platform/database/database.js';
import { HandlesJob } from '../../../platform/jobs/job-handler.decorator.js';
import { defineJob, type JobHandler } from '../../../platform/jobs/job.js';
import { ContactErasers, type ErasedContact } from '../contact-erasers.js';

/** A contact that has more rows than one transaction erases. */
export const ERASE_REST = defineJob<ErasedContact>('erase-rest-of-contact');

/** Each step commits: what an interrupted run erased stays so, and the next one does the rest. */
@HandlesJob(ERASE_REST)
export class EraseRestJob implements JobHandler<ErasedContact> {
  constructor(
    private readonly database: Database,
    private readonly erasers: ContactErasers,
  ) {}

  async run(contact: ErasedContact): Promise<void> {
    let more = true;
    while (more) more = await this.database.transaction((tx) => this.erasers.erase(tx, contact));
  }
}
