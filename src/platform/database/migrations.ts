import type { MigrationInterface } from 'typeorm';

type Migration = new () => MigrationInterface;

/** Each file exports the class of its name. */
const listed = <Files extends { [Name in keyof Files]: () => Promise<Record<Name, Migration>> }>(
  files: Files,
): Readonly<Record<string, () => Promise<Readonly<Record<string, Migration>>>>> => files;

/** In order. A new migration is a new file and a new last line here. Most starts need the names alone. */
const files = listed({
  CreateAudit1763700000001: () => import('./migrations/0001-create-audit.js'),
  CreateAccounts1763700000002: () => import('./migrations/0002-create-accounts.js'),
  CreateProjects1763700000003: () => import('./migrations/0003-create-projects.js'),
  CreateClients1763700000004: () => import('./migrations/0004-create-clients.js'),
  CreateAppStandings1763700000005: () => import('./migrations/0005-create-app-standings.js'),
  CreateGrants1763700000006: () => import('./migrations/0006-create-grants.js'),
  CreateTokens1763700000007: () => import('./migrations/0007-create-tokens.js'),
  CreateAudience1763700000008: () => import('./migrations/0008-create-audience.js'),
  CreateRateLimits1763700000009: () => import('./migrations/0009-create-rate-limits.js'),
  ManageRegistrations1763700000010: () => import('./migrations/0010-manage-registrations.js'),
  AddClientKeys1763700000011: () => import('./migrations/0011-add-client-keys.js'),
  CreateOpenid1763700000012: () => import('./migrations/0012-create-openid.js'),
  CompleteAuthorizationRequests1763700000013: () =>
    import('./migrations/0013-complete-authorization-requests.js'),
  WatchMetadataDocuments1763700000014: () =>
    import('./migrations/0014-watch-metadata-documents.js'),
  CreateResourceServers1763700000015: () => import('./migrations/0015-create-resource-servers.js'),
  AddReplayNonce1763700000017: () => import('./migrations/0017-add-replay-nonce.js'),
  AddDpop1763700000018: () => import('./migrations/0018-add-dpop.js'),
  CreatePasswordResets1763700000019: () => import('./migrations/0019-create-password-resets.js'),
  AddServiceGrants1763700000020: () => import('./migrations/0020-add-service-grants.js'),
  FindEndedGrants1763700000026: () => import('./migrations/0026-find-ended-grants.js'),
  AddFamilyCredential1763700000021: () => import('./migrations/0021-add-family-credential.js'),
  BoundWork1763700000024: () => import('./migrations/0024-bound-work.js'),
  FreezeWhatWasShown1763700000029: () => import('./migrations/0029-freeze-what-was-shown.js'),
  RequirePushedRequests1763700000030: () => import('./migrations/0030-require-pushed-requests.js'),
  BindSignIns1763700000033: () => import('./migrations/0033-bind-sign-ins.js'),
  AddEpochs1763700000022: () => import('./migrations/0022-add-epochs.js'),
  NormaliseAddresses1763700000031: () => import('./migrations/0031-normalise-addresses.js'),
  KeepMilliseconds1763700000025: () => import('./migrations/0025-keep-milliseconds.js'),
  RememberDecisions1763700000034: () => import('./migrations/0034-remember-decisions.js'),
  DatePersistence1763700000036: () => import('./migrations/0036-date-persistence.js'),
  StoreOneRequest1763700000037: () => import('./migrations/0037-store-one-request.js'),
  NameStatesOfApps1763700000038: () => import('./migrations/0038-name-states-of-apps.js'),
  LookUpKeysOfClients1763700000039: () => import('./migrations/0039-look-up-keys-of-clients.js'),
  LookUpWhenNeeded1763700000040: () => import('./migrations/0040-look-up-when-needed.js'),
  WriteFewerIndexes1763700000041: () => import('./migrations/0041-write-fewer-indexes.js'),
  DropUnreadIndexes1763700000042: () => import('./migrations/0042-drop-unread-indexes.js'),
  ConsumeInPlace1763700000043: () => import('./migrations/0043-consume-in-place.js'),
  LetTokensOutliveFamilies1763700000044: () =>
    import('./migrations/0044-let-tokens-outlive-families.js'),
  KeepAnswers1763700000045: () => import('./migrations/0045-keep-answers.js'),
  CreateSpecs1763700000046: () => import('./migrations/0046-create-specs.js'),
  CreateIngestion1763700000047: () => import('./migrations/0047-create-ingestion.js'),
  LogConsent1763700000048: () => import('./migrations/0048-log-consent.js'),
  RunAutomations1763700000053: () => import('./migrations/0053-run-automations.js'),
  FindByAttributes1763700000056: () => import('./migrations/0056-find-by-attributes.js'),
  SendMessages1763700000050: () => import('./migrations/0050-send-messages.js'),
  CompleteCampaigns1763700000052: () => import('./migrations/0052-complete-campaigns.js'),
  EvaluateSegments1763700000049: () => import('./migrations/0049-evaluate-segments.js'),
  FindSendersByNumber1763700000051: () => import('./migrations/0051-find-senders-by-number.js'),
  AddApiTokens1763700000054: () => import('./migrations/0054-add-api-tokens.js'),
  CreateImports1763700000057: () => import('./migrations/0057-create-imports.js'),
  AddWebhooks1763700000055: () => import('./migrations/0055-add-webhooks.js'),
  CountUnsubscribes1763700000058: () => import('./migrations/0058-count-unsubscribes.js'),
  ReadTheAuditLog1763700000060: () => import('./migrations/0060-read-the-audit-log.js'),
  AddDataSourceTokens1763700000059: () => import('./migrations/0059-add-data-source-tokens.js'),
  FindWaitingMessages1763700000063: () => import('./migrations/0063-find-waiting-messages.js'),
  NameStaff1763700000073: () => import('./migrations/0073-name-staff.js'),
  ReviewApps1763700000074: () => import('./migrations/0074-review-apps.js'),
  ConfirmVerifications1763700000075: () => import('./migrations/0075-confirm-verifications.js'),
  AddSandboxProjects1763700000081: () => import('./migrations/0081-add-sandbox-projects.js'),
  CreateAppProfiles1763700000069: () => import('./migrations/0069-create-app-profiles.js'),
  OverlapSecrets1763700000070: () => import('./migrations/0070-overlap-secrets.js'),
  CreateAppLogos1763700000071: () => import('./migrations/0071-create-app-logos.js'),
  SuspendApps1763700000077: () => import('./migrations/0077-suspend-apps.js'),
  CreateFaultTrials1763700000082: () => import('./migrations/0082-create-fault-trials.js'),
  LogRequestsOfApps1763700000078: () => import('./migrations/0078-log-requests-of-apps.js'),
  NoteUsedScopes1763700000079: () => import('./migrations/0079-note-used-scopes.js'),
  AddTesters1763700000065: () => import('./migrations/0065-add-testers.js'),
  OrderListings1763700000084: () => import('./migrations/0084-order-listings.js'),
  SearchListings1763700000083: () => import('./migrations/0083-search-listings.js'),
  CountContactReads1763700000066: () => import('./migrations/0066-count-contact-reads.js'),
  CreateTestNumbers1763700000067: () => import('./migrations/0067-create-test-numbers.js'),
  FindIdleGrants1763700000068: () => import('./migrations/0068-find-idle-grants.js'),
  KnowWhenVerificationsLapsed1763700000085: () =>
    import('./migrations/0085-know-when-verifications-lapsed.js'),
  ForgetDeletedApps1763700000086: () => import('./migrations/0086-forget-deleted-apps.js'),
  CreateFlowTrials1763700000087: () => import('./migrations/0087-create-flow-trials.js'),
  CreateAppTransfers1763700000088: () => import('./migrations/0088-create-app-transfers.js'),
  KnowAddressesOfKeys1763700000089: () => import('./migrations/0089-know-addresses-of-keys.js'),
});

export const migrationNames: readonly string[] = Object.keys(files);

/** Loads all of them, in order. */
export const loadMigrations = (): Promise<Migration[]> =>
  Promise.all(Object.entries(files).map(async ([name, load]) => (await load())[name] as Migration));
