import { toWireId, type IdKind } from '../../kernel/ids.js';
import { AUDIT_EVENT_TYPES, type AuditEventType } from '../../modules/audit/audit-event.js';
import type { TrailEvent } from '../../modules/audit/audit-trail.service.js';
import { ListMetadata } from '../access/envelope.js';
import { pageQueryClass, type PageQuery } from '../access/list-query.js';
import { AnyId, Moment, Nested, OneOf, Text, WireId } from '../wire/fields.js';
import { without } from '../wire/wire-class.js';

/** What events are about, as far as this API has ids for it. */
const KIND_OF_TARGET: Readonly<Record<string, IdKind>> = {
  ...{ project: 'prj', organisation: 'org', user: 'usr', client: 'app', grant: 'grt' },
  ...{ api_token: 'tok', webhook: 'whk', contact: 'aud', sender: 'snd' },
  ...{ campaign: 'cmp', automation: 'aut' },
};

const ID_OF_TARGET = ({ kind, id }: TrailEvent['target']): string | null => {
  const prefix = KIND_OF_TARGET[kind];
  return prefix ? toWireId(prefix, id) : null;
};

function actorOf({ actor }: TrailEvent): string | null {
  if (actor.kind === 'system') return null;
  if (actor.kind !== 'app') return toWireId('usr', actor.userId);
  return actor.userId ? toWireId('usr', actor.userId) : toWireId('app', actor.clientId);
}

const appOf = ({ actor }: TrailEvent): string | null =>
  actor.kind === 'app' ? actor.clientId : null;

function credentialOf({ actor }: TrailEvent): string | null {
  if (actor.kind === 'token') return toWireId('tok', actor.tokenId);
  return actor.kind === 'app' && actor.grantId ? toWireId('grt', actor.grantId) : null;
}

class AuditedThing {
  @Text({ example: 'webhook' }) kind!: string;
  @Text({ nullable: true, from: ID_OF_TARGET, description: 'Null if this API has none for it.' })
  id!: string | null;
}

/** An event of the audit log on the wire. */
export class AuditEntry {
  @WireId('log') id!: string;
  @OneOf(AUDIT_EVENT_TYPES, { from: 'type', description: 'What was done, or tried.' })
  action!: AuditEventType;
  @OneOf(['succeeded', 'refused']) outcome!: TrailEvent['outcome'];
  @Text({ nullable: true, example: 'disconnected' }) reason!: string | null;
  @AnyId(['usr', 'app'], {
    nullable: true,
    from: actorOf,
    description:
      'The person, also of an app or token that acted for them, or the app of a service. Null: this server.',
  })
  actor!: string | null;
  @WireId('app', { nullable: true, from: appOf, description: 'The app that acted.' })
  appId!: string | null;
  @AnyId(['grt', 'tok'], {
    nullable: true,
    from: credentialOf,
    description: 'The grant of an app, or the API token. Null for a person on a page.',
  })
  credentialId!: string | null;
  @Nested(AuditedThing) target!: AuditedThing;
  @Text({ nullable: true, description: 'The `X-Request-Id` of the request.' })
  requestId!: string | null;
  @Text({ nullable: true, description: 'The address of the caller. Null once it is erased.' })
  ip!: string | null;
  @Moment({ from: 'recordedAt' }) createdAt!: string;
}

interface Filters extends PageQuery {
  /** UUIDs. */
  readonly actor_eq?: string;
  readonly credentialId_eq?: string;
  readonly action_eq?: AuditEventType;
  readonly action_in?: readonly AuditEventType[];
  readonly createdAt_gt?: string;
  readonly createdAt_gte?: string;
  readonly createdAt_lt?: string;
  readonly createdAt_lte?: string;
}

const Query = pageQueryClass<Filters>(AuditEntry, {
  ...{ actor: ['eq'], action: ['eq', 'in'], credentialId: ['eq'] },
  createdAt: ['gt', 'gte', 'lt', 'lte'],
});

export class ListAuditDto extends Query {}

export const AuditMetadata = without(ListMetadata, 'start', 'count');
