import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Database } from '../../../../platform/database/database.js';
import { statement } from '../../../../platform/database/statement.js';
import { invalidMetadata } from '../registration/metadata-members.js';
import { answerPlace, neutralName } from './answer-place.js';
import { hasMixedScripts, skeleton, wordsOf } from './confusables.js';
import { RESERVED_NAMES, type ReservedName } from './reserved-names.js';

/** The name that people see, and the one the app gave itself if that is another. */
export interface SettledName {
  readonly name: string;
  readonly claimedName: string | null;
}

interface NamedApp {
  readonly name: string;
  readonly redirectUris: string[];
}

const FIND_PROTECTED = statement(
  'clients.find-protected-name',
  `SELECT name, redirect_uris AS "redirectUris" FROM clients
   WHERE protected_name = $1 AND disabled_at IS NULL`,
);

/** What follows a name without making it another: `ClaudeAI`, `chatgpt5`. */
const SUFFIX = /^(?:ai|app|bot|code|desktop|mcp|pro|web|\d)*$/;

/** Names that an app may not simply give itself, for people would take it for another one (attack C9). */
@Injectable()
export class NameRules {
  constructor(private readonly database: Database) {}

  /**
   * Whoever has a well-known name and the owner's address keeps it; without the address it is shown under a neutral
   * one; what only looks like such a name has no honest use.
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
    const owners = [...reservedFor(name), ...(await this.reviewedFor(tx, name))];
    const answersElsewhere = owners.some(
      (owner) => !redirectUris.every((uri) => belongsTo(owner, uri)),
    );
    return answersElsewhere
      ? { name: neutralName(redirectUris), claimedName: name }
      : { name, claimedName: null };
  }

  /** Apps we have looked at own their whole name. */
  private async reviewedFor(
    tx: EntityManager,
    name: string,
  ): Promise<Omit<ReservedName, 'name'>[]> {
    const whole = protectedForm(name);
    if (whole === '') return [];
    const rows = await this.database.queryIn<NamedApp>(tx, FIND_PROTECTED, [whole]);
    return rows.map((app) => {
      if (wordsOf(app.name).join('') !== wordsOf(name).join('')) throw lookAlike();
      return ownPlaces(app.redirectUris);
    });
  }
}

/** Under which names that can be taken for this one are found. */
export const protectedForm = (name: string): string => wordsOf(name).map(skeleton).join('');

function reservedFor(name: string): ReservedName[] {
  const words = wordsOf(name);
  const [written, seen] = [runsOf(words), runsOf(words.map(skeleton))];
  return RESERVED_NAMES.filter((reserved) => {
    if (written.some((run) => isCalled(run, reserved.name))) return true;
    if (seen.some((run) => run === skeleton(reserved.name))) throw lookAlike();
    return false;
  });
}

const isCalled = (run: string, name: string): boolean =>
  run.startsWith(name) && SUFFIX.test(run.slice(name.length));

/** Every word, and every row of neighbours written together: `Chat GPT` is `chatgpt`, and so is `C h a t G P T`. */
function runsOf(words: readonly string[]): string[] {
  return words.flatMap((_, from) =>
    words.slice(from).map((_word, length) => words.slice(from, from + length + 1).join('')),
  );
}

function belongsTo(owner: Omit<ReservedName, 'name'>, uri: string): boolean {
  const place = answerPlace(uri);
  if (place.kind === 'device') return owner.onDevice === true;
  if (place.kind === 'scheme') return owner.schemes?.includes(place.scheme) === true;
  return owner.hosts.some((host) => place.host === host || place.host.endsWith(`.${host}`));
}

function ownPlaces(redirectUris: readonly string[]): Omit<ReservedName, 'name'> {
  const places = redirectUris.map(answerPlace);
  return {
    hosts: places.flatMap((place) => (place.kind === 'host' ? [place.host] : [])),
    schemes: places.flatMap((place) => (place.kind === 'scheme' ? [place.scheme] : [])),
    onDevice: places.some((place) => place.kind === 'device'),
  };
}

const lookAlike = (): Error =>
  invalidMetadata('client_name looks like the name of another app. Choose a different one.');
