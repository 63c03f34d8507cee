import { listPlan } from '../access/list-plan.js';
import { Moment, Text, Whole, WireId } from '../wire/fields.js';
import { SandboxMessageEntity } from './internal/sandbox-message.entity.js';

/** A message as a phone of the sandbox has it. */
export class SandboxMessage {
  @WireId('sms') id!: string;
  @Text({ from: 'sender' }) from!: string;
  @Text({ from: 'recipient' }) to!: string;
  @Text() text!: string;
  @Whole({ description: 'How often it was submitted; the phone has it once.' })
  submissions!: number;
  @Moment() submittedAt!: string;
}

export const SANDBOX_LIST = listPlan('sandbox-messages', SandboxMessageEntity, SandboxMessage, {
  filters: {},
  sorts: { submittedAt: 'desc' },
});

export class ListSandboxDto extends SANDBOX_LIST.Query {}
