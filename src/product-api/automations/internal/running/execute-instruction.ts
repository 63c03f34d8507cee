import { Injectable } from '@nestjs/common';
import type { Instruction } from '../../definition/program.js';
import { BranchContacts } from './branch-contacts.js';
import type { Executed, Group } from './group.js';
import { end, goOn, type Move } from './move.js';
import { SendMessages } from './send-messages.js';
import { SetAttribute } from './set-attribute.js';
import { TellWebhook } from './tell-webhook.js';

/** Executes one instruction for several contacts, in the transaction that moves them on. */
@Injectable()
export class ExecuteInstruction {
  constructor(
    private readonly branches: BranchContacts,
    private readonly attributes: SetAttribute,
    private readonly messages: SendMessages,
    private readonly webhooks: TellWebhook,
  ) {}

  async execute(group: Group): Promise<Executed> {
    const { running, head, rows } = group;
    if (!running.isEntitled) return { moved: new Map(), pause: 'access_ended' };
    const instruction = running.program[head.position];
    if (rows.length === 0) return { moved: new Map(), pause: null };
    if (instruction?.do === 'send') return this.messages.execute(group, instruction);
    return { moved: await this.moves(group, instruction), pause: null };
  }

  /** @returns the same for all, unless each goes their own way */
  private async moves(
    group: Group,
    instruction: Exclude<Instruction, { do: 'send' }> | undefined,
  ): Promise<ReadonlyMap<string, Move>> {
    if (instruction?.do === 'branch') return this.branches.execute(group, instruction);
    if (instruction?.do === 'set') await this.attributes.execute(group, instruction);
    if (instruction?.do === 'tell') await this.webhooks.execute(group, instruction);
    return all(group, moveAfter(group, instruction));
  }
}

function moveAfter(
  { running: { program }, head: { position } }: Group,
  instruction: Instruction | undefined,
): Move {
  if (instruction?.do === 'exit') return end(position, 'exited');
  if (instruction?.do === 'wait') {
    return goOn(program, position + 1, { seconds: instruction.seconds });
  }
  const until = instruction?.do === 'wait_until' ? instruction.at : null;
  return goOn(program, position + 1, { until });
}

const all = ({ rows }: Group, move: Move): ReadonlyMap<string, Move> =>
  new Map(rows.map(({ id }) => [id, move]));
