import { invalidMetadata } from '../../../../kernel/errors/oauth-error.js';
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

/** A reviewed app, whose name is protected, also with affixes. */
export interface ReviewedApp {
  readonly name: string;
  readonly redirectUris: readonly string[];
}

type Owner = Omit<ReservedName, 'name'>;

const COMPARED: readonly (readonly [ComparedName, Owner])[] = RESERVED_NAMES.map((reserved) => [
  comparedName(reserved.name),
  reserved,
]);

/**
 * Refuses or replaces names that people would take for another app's (attack C9). A well-known name with a redirect URI
 * of its owner is kept; without one it is shown under a neutral name; a name that is only confusable with it is refused.
 */
export class CheckedName {
  private readonly cores: readonly ComparedName[];
  private readonly owners: readonly Owner[];

  /** @throws OAuthError `invalid_client_metadata` */
  constructor(
    private readonly name: string,
    private readonly redirectUris: readonly string[],
  ) {
    if (hasMixedScripts(name)) {
      throw invalidMetadata('client_name mixes letters of several scripts within one word.');
    }
    const spelling = new Spelling(name);
    this.cores = spelling.cores().filter(({ seen }) => seen !== '');
    this.owners = [
      ...reservedFor(spelling),
      ...hostsIn(name).map((host): Owner => ({ hosts: [host] })),
    ];
  }

  /** The protected forms of reviewed apps whose names are confusable with this one. */
  get forms(): string[] {
    return [...new Set(this.cores.map(({ seen }) => seen))];
  }

  /** @param reviewed the apps with one of `forms`. @throws OAuthError `invalid_client_metadata` */
  settle(reviewed: readonly ReviewedApp[]): SettledName {
    const { name, redirectUris } = this;
    const owners = [...this.owners, ...reviewed.map((app) => this.ownerOf(app))];
    const answersElsewhere = owners.some(
      (owner) => !redirectUris.every((uri) => belongsTo(owner, uri)),
    );
    return answersElsewhere
      ? { name: neutralName(redirectUris), claimedName: name }
      : { name, claimedName: null };
  }

  private ownerOf(app: ReviewedApp): Owner {
    const { written } = comparedName(app.name);
    if (!this.cores.some((core) => core.written === written)) throw lookAlike();
    return ownTargets(app.redirectUris);
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
