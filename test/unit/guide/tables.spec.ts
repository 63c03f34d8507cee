import { readFileSync } from 'node:fs';
import { OAUTH_ERRORS } from '../../../src/kernel/errors/oauth-error.js';
import { PROBLEMS } from '../../../src/kernel/errors/problem-error.js';
import { ScopeSet } from '../../../src/kernel/scope-set.js';
import { durationsFor, longestLife } from '../../../src/modules/grants/access-duration.js';
import { TIER_TEXTS } from '../../../src/modules/authorization/internal/consent/consent-texts.js';
import { isMetadataUrl } from '../../../src/modules/clients/internal/metadata-url.js';
import { cacheLifetime } from '../../../src/platform/outbound/cache-lifetime.js';
import { classifyRedirectUri } from '../../../src/modules/clients/internal/registration/redirect-uri-kind.js';
import { ASSERTION_ALGORITHMS, AUTH_METHODS } from '../../../src/modules/clients/client.js';
import { ROLES } from '../../../src/modules/projects/role.js';
import type { WithheldReason } from '../../../src/modules/scopes-and-roles/effective-scopes.js';
import { ROLES_OF_SCOPE } from '../../../src/modules/scopes-and-roles/role-ceilings.js';
import {
  ACCOUNT_SCOPE_NAMES,
  PROJECT_SCOPE_NAMES,
  PROJECT_SCOPES,
} from '../../../src/modules/scopes-and-roles/scope-catalogue.js';
import { TIERS, type Tier } from '../../../src/modules/verification/app-verification.js';
import {
  mayBeApprovedBy,
  tierAllowance,
} from '../../../src/modules/verification/tier-allowance.js';
import {
  TIER_POLICIES,
  type PolicyKey,
  type TierPolicy,
} from '../../../src/modules/verification/tier-policy.js';
import { PROOF_ALGORITHMS } from '../../../src/platform/dpop/proof-algorithms.js';
import { readLife } from '../../../src/platform/dpop/proof-claims.js';
import { GUIDE, numberIn, readGuide, tableOf } from '../../support/developer-guide/tables.js';

const guide = readGuide();
const read = (path: string): string => readFileSync(path, 'utf8');

describe(`the tables of ${GUIDE} say what the code does`, () => {
  it('scopes, their classes, and the roles that may hold them', () => {
    const rows = PROJECT_SCOPE_NAMES.map((scope) => [
      scope,
      PROJECT_SCOPES[scope].sentence,
      PROJECT_SCOPES[scope].sensitivity ?? 'API tokens only',
      ...ROLES.map((role) => (ROLES_OF_SCOPE[scope].includes(role) ? '●' : '')),
    ]);
    const shown = tableOf(guide, 'Scope', 'The app may', 'Class', ...ROLES);
    expect(shown).toEqual(rows);
  });

  it('scopes that are about the person', () => {
    const [line = ''] = /^.* are about the person/m.exec(guide) ?? [];
    expect([...line.matchAll(/`([^`]+)`/g)].map(([, name]) => name)).toEqual(ACCOUNT_SCOPE_NAMES);
  });

  it('reasons for which a scope is withheld', () => {
    const reasons: Record<WithheldReason, true> = {
      plan: true,
      role: true,
      policy: true,
      tier: true,
      person: true,
    };
    expect(tableOf(guide, 'reason').map(([reason]) => reason)).toEqual(Object.keys(reasons));
  });

  it('every error of the Product API, with its status', () => {
    const rows = Object.entries(PROBLEMS).map(([code, [status]]) => [String(status), code]);
    expect(
      tableOf(guide, 'Status', 'code')
        .map((row) => row.slice(0, 2))
        .sort(),
    ).toEqual(rows.sort());
  });

  it('errors of the OAuth endpoints, with their status', () => {
    const shown = tableOf(guide, 'Status', 'error').map(([status, code]) => [code, Number(status)]);
    expect(OAUTH_ERRORS).toMatchObject(Object.fromEntries(shown));
    const unsaid = Object.keys(OAUTH_ERRORS).filter((code) => !guide.includes(`\`${code}\``));
    expect(unsaid).toEqual([]);
  });

  it.each(tableOf(guide, 'For example', 'Is'))('redirect URIs: %s is %s', (uri, verdict = '') => {
    const judged = classifyRedirectUri(uri ?? '');
    const kind = 'fault' in judged ? 'refused' : judged.kind === 'unlisted' ? 'left out' : 'taken';
    expect(verdict.startsWith(kind)).toBe(true);
  });

  it('schemes that are taken although they are no domains', () => {
    const [, , , , [, words = ''] = []] = tableOf(guide, 'For example', 'Is');
    const schemes = words.match(/\b(?:cursor|vscode-insiders|vscode|windsurf|claude)\b/g) ?? [];
    expect(schemes).toHaveLength(5);
    for (const scheme of schemes) {
      expect(classifyRedirectUri(`${scheme}://app/callback`)).toEqual({ kind: 'private-use' });
    }
  });

  it('ways for a client to prove itself, and how it may sign', () => {
    const rows = tableOf(guide, 'Method', 'How');
    expect(rows.map(([method]) => method)).toEqual([...AUTH_METHODS]);
    for (const algorithm of ASSERTION_ALGORITHMS) expect(rows.at(-1)?.[1]).toContain(algorithm);
  });

  it('the limits of a metadata document', () => {
    const urlOf = (length: number) => 'https://app.example/'.padEnd(length, 'x');
    const longest = Number(/no fragment, and at most (\d+) characters/.exec(guide)?.[1]);
    expect([longest, longest + 1].map((length) => isMetadataUrl(urlOf(length)))).toEqual([
      true,
      false,
    ]);
    const [, kilobytes, seconds] = /JSON of at most (\d+) kB, in (\d+) seconds/.exec(guide) ?? [];
    const documents =
      'src/modules/clients/internal/metadata-documents/metadata-documents.service.ts';
    const [, most = ''] = /MAXIMUM_BYTES = ([\d_]+)/.exec(read(documents)) ?? [];
    expect(Number(most.replace('_', ''))).toBe(Number(kilobytes) * 1024);
    const fetching = read('src/platform/outbound/deadline.ts');
    expect(fetching).toContain(`DEADLINE_MS = ${String(seconds)}_000;`);
    expect(guide).toContain('between a minute and a day, an hour without them');
    const lives = ['max-age=1', 'max-age=9999999'].map((value) =>
      cacheLifetime({ 'cache-control': value }),
    );
    expect([...lives, cacheLifetime({})]).toEqual([60, 24 * 60 * 60, 60 * 60]);
  });

  it('how old an assertion and a sign-in may be', () => {
    expect(guide).toContain('at most 65 minutes ahead');
    const assertions = read('src/modules/clients/internal/keys/client-assertions.service.ts');
    expect(assertions).toContain(`now() + interval '65 minutes 30 seconds'`);
    expect(guide).toContain('more than ten minutes ago');
    const requests = read('src/modules/authorization/internal/requests/authorization-requests.ts');
    expect(requests).toContain(`r.auth_time < now() - interval '10 minutes' AS "signInIsOld"`);
  });

  it('commands that are named in passing', () => {
    const { scripts } = JSON.parse(read('package.json')) as {
      scripts: Record<string, string>;
    };
    const named = [
      ...guide.matchAll(/`npm (?:run ([\w:-]+)|(start))/g),
      ...guide.matchAll(/&& npm (start)/g),
    ];
    const names = named.map(([, script, start]) => script ?? start ?? '');
    expect(names).toContain('start');
    expect(names.filter((name) => !(name in scripts))).toEqual([]);
  });

  it('links to headings that are there', () => {
    const anchors = [...guide.matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) =>
      heading
        .toLowerCase()
        .replaceAll(/[^a-z0-9 -]/g, '')
        .replaceAll(' ', '-'),
    );
    const links = [...guide.matchAll(/\]\(#([^)]+)\)/g)].map(([, anchor = '']) => anchor);
    expect(links.length).toBeGreaterThan(20);
    expect(links.filter((anchor) => !anchors.includes(anchor))).toEqual([]);
  });

  it('how proofs may be signed, and how long one is good', () => {
    const [line = ''] = /^- A proof is good for one request.*$/m.exec(guide) ?? [];
    const algorithms = [...line.matchAll(/`([^`]+)`/g)].map(([, name]) => name);
    expect(algorithms).toEqual([...PROOF_ALGORITHMS]);
    const seconds = Number(/(\d+) seconds/.exec(line)?.[1]);
    expect(readLife({ jti: 'proof', iat: 0 }, null).until).toBe(seconds);
  });

  it('how long a person may let an app in', () => {
    const [line = ''] = /^- for how long: .*$/m.exec(guide) ?? [];
    const days = ['24 hours', '7 or 30 days', '90 days', 'one year'];
    for (const words of days) expect(line).toContain(words);
    const hoursFor = (tier: Tier) => durationsFor({ tier }, []).map(({ hours }) => hours);
    expect(hoursFor('self_registered')).toEqual([24, 7 * 24, 30 * 24]);
    expect(hoursFor('verified')).toEqual([24, 7 * 24, 30 * 24, 90 * 24, 365 * 24]);
  });
});

describe(`what ${GUIDE} says of each tier`, () => {
  const rows = new Map(tableOf(guide, 'The app').map(([name, ...cells]) => [name, cells]));
  const columns = (['self_registered', 'development', 'own', 'verified', 'listed'] as const).map(
    (key, column): [PolicyKey, TierPolicy, number] => [key, TIER_POLICIES[key], column],
  );
  const tierOf = (key: PolicyKey): Tier => (key === 'own' ? 'development' : key);

  it('has a column for every row of limits, and names every tier', () => {
    expect(columns.map(([key]) => key).sort()).toEqual(Object.keys(TIER_POLICIES).sort());
    const header = guide.split('\n').find((line) => line.startsWith('| The app '));
    for (const tier of TIERS) expect(header).toContain(`\`${tier}\``);
  });

  describe.each(columns)('%s', (key, policy, column) => {
    const cell = (row: string): string => rows.get(row)?.[column] ?? 'no such row';
    const figure = (row: string): number | null =>
      cell(row) === 'any number' ? null : numberIn(cell(row));
    const own = key === 'own';

    it('the classes, as the one decision has them', () => {
      const { classes, boundedScopes } = policy;
      expect(cell('May have the classes')).toBe(
        classes === 'approved' ? 'what the review approved' : classes.join(', '),
      );
      expect(cell('May have of other classes')).toBe(boundedScopes.join(', ') || 'nothing');
      const approvedScopes = new ScopeSet(['sms:send']);
      const allowed = tierAllowance({ tier: tierOf(key), approvedScopes }, own);
      const expected = PROJECT_SCOPE_NAMES.filter((scope) => {
        const { sensitivity } = PROJECT_SCOPES[scope];
        if (classes === 'approved') return approvedScopes.has(scope);
        if (sensitivity === null) return false;
        return classes.includes(sensitivity) || (boundedScopes as string[]).includes(scope);
      });
      expect(allowed.toArray().toSorted()).toEqual(expected.sort());
    });

    it('who lets it in', () => {
      const roles = ROLES.filter((role) => mayBeApprovedBy({ tier: tierOf(key) }, own, role));
      const words = cell('Is let in by');
      expect(words.startsWith('anybody')).toBe(roles.length === ROLES.length);
      expect(words.startsWith('an owner or admin')).toBe(roles.join() === 'owner,admin');
      expect(words.endsWith('who is a tester')).toBe(policy.testersOnly);
    });

    it('how far it reaches, for how long, and as what', () => {
      const { reach } = policy;
      expect(cell('Reaches at a time')).toBe(
        reach ? `${reach.projects} projects, ${reach.people} people` : 'any number',
      );
      expect(figure('Reaches in all')).toBe(reach?.projectsEver ?? null);
      expect(cell('Has testers')).toBe(reach?.testers ? String(reach.testers) : 'none');
      expect(figure('Is let in for at most')).toBe(policy.grantDays);
      const lives = own ? [longestLife({ tier: 'development' }, true)] : [];
      expect(durationsFor({ tier: tierOf(key) }, lives).at(-1)?.hours).toBe(policy.grantDays * 24);
      expect(cell('Is shown as')).toBe(TIER_TEXTS[tierOf(key)].badge);
    });

    it('when it ends for want of use', () => {
      const idle = cell('Ends when unused for');
      expect(idle === 'never' ? null : numberIn(idle)).toBe(policy.idleDays);
    });

    it('what it may send, read and call', () => {
      expect(figure('Sends a day in a project')).toBe(policy.messagesPerDay);
      const limited = cell('Sends a day in a project').includes('to test numbers only');
      expect(limited).toBe(policy.testNumbersOnly && policy.messagesPerDay > 0);
      expect(figure('Reads a day in lists of a project')).toBe(policy.contactsPerDay);
      expect(figure('Calls a minute in a project')).toBe(policy.callsPerMinute);
      expect(figure('Calls a second in a project')).toBe(policy.callsPerSecond);
      expect(figure('Has its requests in the log for')).toBe(policy.logDays);
    });
  });
});
