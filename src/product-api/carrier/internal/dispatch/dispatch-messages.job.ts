import { HandlesJob } from '../../../../platform/jobs/job-handler.decorator.js';
import type { JobHandler } from '../../../../platform/jobs/job.js';
import { DISPATCH_MESSAGES } from '../../../messages/dispatch-messages.js';
import { Dispatcher } from './dispatcher.js';

@HandlesJob(DISPATCH_MESSAGES)
export class DispatchMessagesJob implements JobHandler<object> {
  constructor(private readonly dispatcher: Dispatcher) {}

  run(): Promise<void> {
    return this.dispatcher.run();
  }
}
