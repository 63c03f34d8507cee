import { Injectable } from '@nestjs/common';
import { fromWireId } from '../../../../kernel/ids.js';
import { Database } from '../../../../platform/database/database.js';
import { statement } from '../../../../platform/database/statement.js';
import { ContactValues } from '../../../audience/contact-values.service.js';
import { readTemplate, renderTemplate } from '../../../messages/merge-tags.js';
import type { EnqueueResult, RefusalReason } from '../../../messages/outbox-batch.js';
import { Outbox } from '../../../messages/outbox.service.js';
import { SpecCatalogue } from '../../../specs/spec-catalogue.service.js';
import type { Instruction, Program } from '../../definition/program.js';
import type { Claimed } from './due.statements.js';
import type { Executed, Group, PauseReason } from './group.js';
import { MessageDays } from './message-days.js';
import { goOn, wait, type Move } from './move.js';

type Sending = Extract<Instruction, { do: 'send' }>;

/** The end of the quiet hours, if it is them now in the zone. */
const FIND_QUIET_END = statement(
  'automation.find-quiet-end',
  `SELECT (today + :end::time + CASE WHEN clock >= :end::time THEN interval '1 day' ELSE interval '0' END)
     AT TIME ZONE :zone AS until
   FROM (SELECT (now() AT TIME ZONE :zone)::date AS today, (now() AT TIME ZONE :zone)::time AS clock) AS local
   WHERE CASE WHEN :start::time < :end::time THEN clock >= :start::time AND clock < :end::time
     ELSE clock >= :start::time OR clock < :end::time END`,
  { until: 'timestamptz' },
);

const FIND_DEFAULT_SENDER = statement(
  'automation.find-default-sender',
  'SELECT id FROM senders WHERE project_id = :projectId AND is_default',
  { id: 'uuid' },
);

/** These concern everybody: nobody goes on, and nobody loses a message. */
const PAUSES: Readonly<Partial<Record<RefusalReason, PauseReason>>> = {
  ...{ insufficient_funds: 'insufficient_funds', access_ended: 'access_ended' },
  sender_not_approved: 'sender_not_approved',
};

/** Sends a text to contacts who are due for it. */
@Injectable()
export class SendMessages {
  constructor(
    private readonly database: Database,
    private readonly outbox: Outbox,
    private readonly days: MessageDays,
    private readonly values: ContactValues,
    private readonly specs: SpecCatalogue,
  ) {}

  async execute(group: Group, instruction: Sending): Promise<Executed> {
    const { position } = group.head;
    const quietUntil = await this.findQuietEnd(group);
    if (quietUntil) return all(group.rows, wait(position, quietUntil));
    const senderId = await this.senderOf(group, instruction);
    if (senderId === null) return { moved: new Map(), pause: 'sender_not_approved' };
    const allowed = await this.days.count(group);
    const sending = group.rows.filter(({ contactId }) => allowed.has(contactId));
    const results = await this.enqueue({ ...group, rows: sending }, instruction, senderId);
    const unsent = sending.filter(({ id }) => results.get(id)?.status !== 'enqueued');
    await this.days.giveBack(group, unsent);
    return executed(group, results);
  }

  private async findQuietEnd({ tx, running }: Group): Promise<Date | null> {
    const { quietHours } = running.definition.settings;
    if (!quietHours) return null;
    const values = { ...quietHours, zone: running.zone };
    const [quiet] = await this.database.queryIn(tx, FIND_QUIET_END, values);
    return quiet?.until ?? null;
  }

  private async senderOf({ tx, head }: Group, { senderId }: Sending): Promise<string | null> {
    if (senderId !== undefined) return fromWireId('snd', senderId);
    const { projectId } = head;
    const [sender] = await this.database.queryIn(tx, FIND_DEFAULT_SENDER, { projectId });
    return sender?.id ?? null;
  }

  /** By enrolment. */
  private async enqueue(
    { tx, head, running, rows }: Group,
    { text, message, allowUnicode }: Sending,
    senderId: string,
  ): Promise<ReadonlyMap<string, EnqueueResult>> {
    const { projectId, automationId: id, position } = head;
    if (rows.length === 0) return new Map();
    const template = readTemplate(text, await this.specs.of(projectId), 'full');
    const contacts = rows.map(({ contactId }) => contactId);
    const values = await this.values.of(tx, projectId, contacts);
    const results = await this.outbox.enqueue(tx, {
      ...{ projectId, senderId, allowUnicode, credential: running.credential },
      origin: { kind: 'automation', id, index: message },
      purpose: running.definition.settings.purpose,
      messages: rows.map((row) => ({
        contactId: row.contactId,
        text: renderTemplate(template, values.get(row.contactId) ?? (() => null)),
        // An enrolment comes to a position once.
        dedupeKey: `automation/${row.id}/${position}`,
      })),
    });
    return new Map(
      rows.flatMap(({ id: row }, at) => {
        const result = results[at];
        return result ? [[row, result] as const] : [];
      }),
    );
  }
}

function executed(
  { head: { position }, running: { program }, rows }: Group,
  results: ReadonlyMap<string, EnqueueResult>,
): Executed {
  const moved = new Map<string, Move>();
  let pause: PauseReason | null = null;
  for (const { id } of rows) {
    const result = results.get(id);
    const holds = pauseFor(result);
    if (holds) pause = holds;
    else moved.set(id, moveAfter(program, position, result));
  }
  return { moved, pause };
}

const pauseFor = (result: EnqueueResult | undefined): PauseReason | undefined =>
  result?.status === 'refused' ? PAUSES[result.reason] : undefined;

/** Undefined: it was too many that day. Without a message the contact goes on all the same. */
function moveAfter(program: Program, position: number, result: EnqueueResult | undefined): Move {
  if (result?.status === 'refused' && result.resetAt) return wait(position, result.resetAt);
  const messaged = result?.status === 'enqueued';
  return goOn(program, position + 1, { messaged, skipped: !messaged });
}

const all = (rows: readonly Claimed[], move: Move): Executed => ({
  moved: new Map(rows.map(({ id }) => [id, move])),
  pause: null,
});
