import { Injectable } from '@nestjs/common';
import { invalidMetadata } from '../../../../kernel/errors/oauth-error.js';
import type { EntityManager } from 'typeorm';
import { Database } from '../../../../platform/database/database.js';
import { statement } from '../../../../platform/database/statement.js';
import { CLIENT_IS_LIVE } from '../../client-state.js';
import { redirectTarget, neutralName } from './redirect-target.js';
import { hasMixedScripts } from './confusables.js';
import { hostsIn } from './hosts-in-name.js';
import { RESERVED_NAMES, type ReservedName } from './reserved-names.js';
import { comparedName, Spelling, type ComparedName } from './spelling.js';

/** The name that is shown, and the `client_name` sent if that differs. */
export interface SettledName {
  readonly name: string;
  readonly claimedName: string | null;
}

const FIND_PROTECTED = statement(
  'clients.find-protected-name',
  `SELECT name, redirect_uris AS "redirectUris" FROM clients c
   WHERE protected_name = ANY (:forms) AND ${CLIENT_IS_LIVE}`,
  { name: 'text', redirectUris: 'text[]' },
);

type Owner = Omit<ReservedName, 'name'>;

const COMPARED: readonly (readonly [ComparedName, Owner])[] = RESERVED_NAMES.map((reserved) => [
  comparedName(reserved.name),
  reserved,
]);

/** Refuses or replaces names that people would take for another app's (attack C9). */
@Injectable()
export class NameRules {
  constructor(private readonly database: Database) {}

  /**
   * A well-known name with a redirect URI of its owner is kept; without one it is shown under a neutral name; a name
   * that is only confusable with it is refused.
   * @throws OAuthError `invalid_client_metadata`
   */
  async settle(
    tx: EntityManager,
    name: string,
    redirectUris: readonly string[],
  ): Promise<SettledName> {
    if (hasMixedScripts(name)) {
      throw invalidMetadata('client_name mixes letters of several scripts within one word.');
    }
    const spelling = new Spelling(name);
    const owners = [
      ...reservedFor(spelling),
      ...hostsIn(name).map((host): Owner => ({ hosts: [host] })),
      ...(await this.reviewedFor(tx, spelling)),
    ];
    const answersElsewhere = owners.some(
      (owner) => !redirectUris.every((uri) => belongsTo(owner, uri)),
    );
    return answersElsewhere
      ? { name: neutralName(redirectUris), claimedName: name }
      : { name, claimedName: null };
  }

  /** A reviewed app's name is protected, also with affixes. */
  private async reviewedFor(tx: EntityManager, spelling: Spelling): Promise<Owner[]> {
    const cores = spelling.cores().filter(({ seen }) => seen !== '');
    const forms = [...new Set(cores.map(({ seen }) => seen))];
    if (forms.length === 0) return [];
    const rows = await this.database.queryIn(tx, FIND_PROTECTED, { forms });
    return rows.map((app) => {
      const { written } = comparedName(app.name);
      if (!cores.some((core) => core.written === written)) throw lookAlike();
      return ownTargets(app.redirectUris);
    });
  }
}

/** The keys by which protected names confusable with this one are found. */
export const protectedForm = (name: string): string => comparedName(name).seen;

function reservedFor(spelling: Spelling): Owner[] {
  return COMPARED.flatMap(([name, owner]) => {
    const likeness = spelling.likenessTo(name);
    if (likeness === 'seen') throw lookAlike();
    return likeness === 'written' ? [owner] : [];
  });
}

function belongsTo(owner: Owner, uri: string): boolean {
  const target = redirectTarget(uri);
  if (target.kind === 'device') return owner.onDevice === true;
  if (target.kind === 'scheme') return owner.schemes?.includes(target.scheme) === true;
  return owner.hosts.some((host) => target.host === host || target.host.endsWith(`.${host}`));
}

function ownTargets(redirectUris: readonly string[]): Owner {
  const targets = redirectUris.map(redirectTarget);
  return {
    hosts: targets.flatMap((target) => (target.kind === 'host' ? [target.host] : [])),
    schemes: targets.flatMap((target) => (target.kind === 'scheme' ? [target.scheme] : [])),
    onDevice: targets.some((target) => target.kind === 'device'),
  };
}

const lookAlike = (): Error =>
  invalidMetadata('client_name looks like the name of another app. Choose a different one.');
