import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AuditEventType } from '../../../src/modules/audit/audit-event.js';
import { DocumentHost } from '../../support/document-host.js';
import { endAllOfClients } from '../../support/endings/clients-end.js';
import { endAllOfPeople } from '../../support/endings/people-end.js';
import {
  endingStatements,
  seenEndings,
  watchEndings,
  type SeenEnding,
} from '../../support/endings/seen-endings.js';
import { SentMails } from '../../support/sent-mails.js';
import { TestApp } from '../../support/test-app.js';

const DECIDED: AuditEventType[] = ['consent.granted', 'consent.denied', 'code.issued'];
const REPLACED: AuditEventType[] = ['user.password_changed', 'user.password_reset'];

/** Statements that end something, and the audit events in the same transaction, for every actor. */
const RECORDED: Record<string, readonly AuditEventType[]> = {
  'api-token.revoke': ['api_token.revoked'],
  'data-source-token.delete': ['data_source_token.deleted'],
  'grant.revoke': ['grant.revoked'],
  'grant.revoke-expired': ['grant.revoked'],
  'grant-project.revoke': ['grant.project_revoked'],
  'authorization-request.consume': DECIDED,
  'authorization-code.redeem': ['code.redeemed'],
  'authorization-code.count-failed-proof': ['code.proofs_exhausted'],
  'refresh-token.rotate': ['token.refreshed'],
  'token-family.revoke': ['family.revoked'],
  'token-family.revoke-of-code': ['family.revoked'],
  'access-token.revoke': ['token.revoked'],
  'accounts.end-session': ['user.signed_in', 'user.signed_out', 'user.password_changed'],
  'accounts.end-other-sessions': REPLACED,
  'accounts.replace-password': REPLACED,
  'accounts.forget-browsers': REPLACED,
  'accounts.forget-reset-links': REPLACED,
  'password-resets.consume': ['user.password_reset'],
  'failed-sign-ins.take': ['user.sign_in_failed'],
  'clients.renew-secret': ['client.secret_renewed'],
  'app-secrets.add': ['client.secret_added'],
  'app-secrets.end-older': ['client.secret_ended'],
  'clients.revoke-leaked-secret': ['client.secret_revoked'],
  'clients.revoke-leaked-registration-token': ['client.registration_token_revoked'],
  'resource-servers.revoke-leaked-secret': ['client.secret_revoked'],
  'app-transfers.decline': ['client.transfer_declined'],
  'app-transfers.take': ['client.transferred'],
  'app-transfers.withdraw': ['client.transfer_withdrawn'],
  'app-verifications.decide': ['client.reviewed'],
  'testers.remove': ['tester.removed'],
  'testers.leave': ['tester.declined'],
  'clients.describe': ['client.changed'],
  'client.retire-never-approved': ['client.retired'],
  'client.retire-surplus': ['client.retired'],
  'client.retire-idle': ['client.retired'],
  'client.delete': ['client.deleted'],
  'membership.end': ['member.removed'],
  'client.suspend': ['client.suspended'],
  'client-suspension.replace': ['client.suspended'],
  'client.finish-restore': ['client.restored'],
  'metadata-clients.withdraw': ['client.withdrawn'],
  'signing-keys.retire': ['signing_keys.rotated'],
  'signing-keys.discard': ['signing_keys.discarded'],
};

/** Statements that end nobody's access, and so need no event. Sweeps delete rows that have ended before. */
const NO_FACT: Record<string, string> = {
  'app-logos.clear': 'logos that neither the app nor its draft names',
  'app-logos.forget': 'logos of an app that is deleted, which was recorded',
  'flow-trials.end': 'a trial of the flow gives nobody access; that it was made is recorded',
  'app-transfers.end': 'an offer of an app that another organisation has now, which was recorded',
  'app-version.discard-draft':
    'a draft that says nothing else than what is live; saving it was recorded',
  'app-answers.forget': 'what another organisation answered; the transfer was recorded',
  'domain-proof.forget-all': 'what another organisation proved; the transfer was recorded',
  'domain-proof.forget-others': 'hosts that the app no longer names, which was recorded then',
  'data-source-token.delete-ended': 'the access that made them has ended, which was recorded then',
  'registration-token.rotate': 'whoever shows it gets the next one',
  'accounts.keep-return': 'the places to return to are so many and no more',
  'accounts.remember-browser': 'the browsers that are remembered are so many and no more',
  'signing-keys.forget-retired': 'retired a day ago, which was recorded then',
  'metadata-clients.evict':
    'copies of documents that nobody let in; they are read again when asked for',
};

/** Statements that end or delete data of a project, and nobody's access. Their services audit what is a fact. */
const OF_PRODUCT: readonly string[] = [
  'automation-version.publish',
  'automation.delete',
  'automation.refresh-listeners',
  'campaign.clear-recipients',
  'campaign.delete',
  'campaign.end-segment-uses',
  'campaign.end-uses',
  'campaign.remove-recipients',
  'carrier.leave-queue',
  'dispatch.accepted',
  'dispatch.end',
  'enrollment.advance',
  'enrollment.cancel-by-events',
  'enrollment.defer',
  'enrollment.end-archived',
  'erasure.erase-consent-log',
  'erasure.erase-enrollments',
  'erasure.erase-events',
  'erasure.erase-identities',
  'erasure.erase-sandbox',
  'import.drop-parts',
  'import.take-part',
  'outbox.cancel-one',
  'outbox.cancel-origin',
  'outbox.remove-messages',
  'segment-watch.clear',
  'segment-watch.forget',
  'segment.delete',
  'segment.link',
  'segment.remove-members',
  'segment.replace-uses',
  'suppression.lift',
  'test-number.delete',
  'webhook.delete',
];

describe('everything that ends', () => {
  const mails = new SentMails();
  let host: DocumentHost;
  let server: TestApp;
  let seen: SeenEnding[];
  beforeAll(async () => {
    host = await DocumentHost.start();
    const jobs = { JOB_CONCURRENCY: '1', DATA_DIRECTORY: mails.directory };
    server = await TestApp.start({ ...jobs, ...host.variables('app.test') });
    await watchEndings(server.database);
    await endAllOfPeople(server, mails);
    await endAllOfClients(server, host);
    seen = await seenEndings(server.database);
  }, 120_000);
  afterAll(async () => {
    await server.stop();
    await host.stop();
    mails.burn();
  });

  const statements = endingStatements();
  const eventsBy = (name: string): readonly string[] => RECORDED[name] ?? [];

  it('is known here, with its event or with why it has none (G10)', () => {
    const known = [...Object.keys(RECORDED), ...Object.keys(NO_FACT), ...OF_PRODUCT];
    const found = statements.filter((name) => !name.startsWith('sweep.'));
    expect(found.sort()).toEqual(known.sort());
  });

  it('is written by statements that have a name (G10)', () => {
    const files = readdirSync('src', { recursive: true, encoding: 'utf8' });
    const changing = files
      .filter((file) => file.endsWith('.ts') && !file.includes('migrations'))
      .filter((file) => {
        const text = readFileSync(join('src', file), 'utf8');
        return /\b(?:tx|manager|repository)\.(?:update|delete|remove|save|upsert|softDelete)\(/.test(
          text,
        );
      });
    expect(changing).toEqual([]);
  });

  it.each(Object.keys(RECORDED))('%s has its event in the same transaction (G10)', (name) => {
    const endings = seen.filter(({ statement }) => statement === name);
    expect(endings).not.toEqual([]);
    for (const { events } of endings) {
      expect(events.some((type) => eventsBy(name).includes(type))).toBe(true);
    }
  });

  it('was all brought about by one of these, and none of it without a word (G10)', () => {
    const silent = seen.filter(({ statement, events }) => {
      const harmless = statement in NO_FACT || statement.startsWith('sweep.');
      return !harmless && !eventsBy(statement).some((type) => events.includes(type));
    });
    expect(silent).toEqual([]);
  });
});
