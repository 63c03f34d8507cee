import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { notFound, ProblemError } from '../../kernel/errors/problem-error.js';
import { fromWireId, toWireId } from '../../kernel/ids.js';
import { mintSecret } from '../../kernel/secret.js';
import type { AuditActor } from '../audit/audit-event.js';
import { AuditLog } from '../audit/audit-log.service.js';
import type { Client } from './client.js';
import { ClientsRepository, toClient } from './internal/clients.repository.js';
import { DescribeClient } from './internal/describe-client.js';
import { CheckedName } from './internal/names/checked-name.js';
import { settleName } from './internal/names/settle-name.js';
import { ClientLifeCycle } from './internal/life-cycle/client-life-cycle.service.js';
import { secretAfter } from './internal/secret-after.js';
import {
  RegisterClient,
  type RegisteredClient,
  type Registration,
} from './internal/register-client.js';
import { readPortalApp } from './internal/registration/read-portal-app.js';

/** UUIDs of the organisations, and of the person who offered the app. */
interface Transfer {
  readonly from: string;
  readonly to: string;
  readonly offeredBy?: string;
}

/** Apps of organisations, for their members. */
@Injectable()
export class PortalApps {
  constructor(
    private readonly repository: ClientsRepository,
    private readonly registerClient: RegisterClient,
    private readonly describeClient: DescribeClient,
    private readonly lifeCycle: ClientLifeCycle,
    private readonly audit: AuditLog,
  ) {}

  /**
   * Registers an app by its metadata (RFC 7591 §2). The secret, if any, is returned this once. `fixed` is for demo
   * data.
   * @throws OAuthError `invalid_redirect_uri` or `invalid_client_metadata`, with the reason
   */
  async create(
    tx: EntityManager,
    organisationId: string,
    metadata: Readonly<Record<string, unknown>>,
    actor: AuditActor,
    fixed?: Registration['fixed'],
  ): Promise<RegisteredClient> {
    return this.registerClient.execute(tx, {
      ...{ origin: 'portal', organisationId, metadata: readPortalApp(metadata), actor },
      ...(fixed && { fixed }),
    });
  }

  /**
   * Replaces all metadata of an app (RFC 7591 §2); omitted members get their defaults. A change of identity invalidates
   * earlier decisions on it. A secret is returned, this once, if the app had none and needs one now.
   * @param id UUID
   * @throws OAuthError like `create`; ProblemError `not_found` for an app that is not an organisation's or not live
   */
  async change(
    tx: EntityManager,
    id: string,
    metadata: Readonly<Record<string, unknown>>,
    actor: AuditActor,
  ): Promise<Pick<RegisteredClient, 'client' | 'secret'>> {
    const known = await this.repository.lockPortalApp(tx, id);
    if (!known) throw notFound();
    const described = readPortalApp(metadata);
    const { secret, secretHash } = secretAfter(known, described);
    const description = { metadata: described, secretHash, actor };
    const after = await this.describeClient.execute(tx, known, description);
    // Read again, since the database counts the version of the identity.
    return { client: toClient(await this.repository.getIn(tx, after.id)), secret };
  }

  /**
   * Whether `change` would accept the metadata now, without changing anything.
   * @param id UUID of the app
   * @throws OAuthError like `create`
   */
  async check(
    tx: EntityManager,
    id: string,
    metadata: Readonly<Record<string, unknown>>,
  ): Promise<void> {
    const { name, redirectUris } = readPortalApp(metadata);
    const checked = new CheckedName(name, redirectUris);
    settleName('portal', checked, await this.repository.findReviewed(tx, checked.forms, id));
  }

  /**
   * Replaces the secret, which becomes invalid. Tokens that depend on it are not ended here.
   * @throws ProblemError `not_found` for an app that is not an organisation's or has no secret
   */
  async renewSecret(
    tx: EntityManager,
    id: string,
    actor: AuditActor,
  ): Promise<{ readonly name: string; readonly secret: string }> {
    const { text, hash } = mintSecret('iscs');
    const name = await this.repository.renewSecret(tx, id, hash);
    if (name === null) {
      throw new ProblemError(
        'not_found',
        'There is no app of an organisation with that id and a secret.',
      );
    }
    const target = { kind: 'client', id };
    await this.audit.record(tx, { type: 'client.secret_renewed', actor, target });
    return { name, secret: text };
  }

  /** Locks the app until the commit. Null if it is not an organisation's, or was deleted. @param id UUID */
  async lock(tx: EntityManager, id: string): Promise<Client | null> {
    const found = await this.repository.lockPortalApp(tx, id);
    return found && toClient(found);
  }

  /**
   * Gives the app to another organisation. Its identity changes, so that earlier decisions do not count.
   * @param id UUID @returns false if it is not an app of `from`, or not live. `offeredBy`: who offered what the actor accepts
   */
  async transfer(
    tx: EntityManager,
    id: string,
    { from, to, offeredBy }: Transfer,
    actor: AuditActor & { kind: 'user' },
  ): Promise<boolean> {
    if (!(await this.repository.transfer(tx, id, from, to))) return false;
    const target = { kind: 'client', id };
    const people = offeredBy !== undefined && {
      offered_by: toWireId('usr', offeredBy),
      accepted_by: toWireId('usr', actor.userId),
    };
    const context = { from: toWireId('org', from), to: toWireId('org', to), ...people };
    await this.audit.record(tx, { type: 'client.transferred', actor, target, context });
    return true;
  }

  /** Deletes the app: its id, secrets and tokens are invalid from this transaction on. False if it is not live. */
  delete(tx: EntityManager, id: string, actor: AuditActor): Promise<boolean> {
    return this.lifeCycle.delete(tx, id, actor);
  }

  /** The apps of the organisations that were not deleted, by name. */
  async list(organisationIds: readonly string[]): Promise<Client[]> {
    return (await this.repository.listOfOrganisations(organisationIds)).map(toClient);
  }

  /** One of these by its `client_id`; null if it is not among them. */
  async find(organisationIds: readonly string[], clientId: string): Promise<Client | null> {
    const id = fromWireId('app', clientId);
    if (id === null) return null;
    const [found] = await this.repository.listOfOrganisations(organisationIds, id);
    return found ? toClient(found) : null;
  }

  /** The confidential apps of the organisations, by name. */
  async listConfidential(organisationIds: readonly string[]): Promise<Client[]> {
    return (await this.repository.listConfidential(organisationIds)).map(toClient);
  }

  /** One of these by its `client_id`; null if it is not among them. */
  async findConfidential(
    organisationIds: readonly string[],
    clientId: string,
  ): Promise<Client | null> {
    const id = fromWireId('app', clientId);
    if (id === null) return null;
    const [found] = await this.repository.listConfidential(organisationIds, id);
    return found ? toClient(found) : null;
  }

  /** Whether it may act as a service now, read inside the transaction. */
  mayBeService(tx: EntityManager, id: string): Promise<boolean> {
    return this.repository.mayBeService(tx, id);
  }
}
