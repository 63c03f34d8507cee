import { CreateAudit1763700000001 } from './migrations/0001-create-audit.js';
import { CreateAccounts1763700000002 } from './migrations/0002-create-accounts.js';
import { CreateProjects1763700000003 } from './migrations/0003-create-projects.js';
import { CreateClients1763700000004 } from './migrations/0004-create-clients.js';
import { CreateAppStandings1763700000005 } from './migrations/0005-create-app-standings.js';
import { CreateGrants1763700000006 } from './migrations/0006-create-grants.js';
import { CreateTokens1763700000007 } from './migrations/0007-create-tokens.js';
import { CreateAudience1763700000008 } from './migrations/0008-create-audience.js';
import { CreateRateLimits1763700000009 } from './migrations/0009-create-rate-limits.js';
import { ManageRegistrations1763700000010 } from './migrations/0010-manage-registrations.js';
import { AddClientKeys1763700000011 } from './migrations/0011-add-client-keys.js';
import { CreateOpenid1763700000012 } from './migrations/0012-create-openid.js';
import { CompleteAuthorizationRequests1763700000013 } from './migrations/0013-complete-authorization-requests.js';
import { WatchMetadataDocuments1763700000014 } from './migrations/0014-watch-metadata-documents.js';
import { CreateResourceServers1763700000015 } from './migrations/0015-create-resource-servers.js';
import { AddReplayNonce1763700000017 } from './migrations/0017-add-replay-nonce.js';
import { AddDpop1763700000018 } from './migrations/0018-add-dpop.js';
import { CreatePasswordResets1763700000019 } from './migrations/0019-create-password-resets.js';
import { AddServiceGrants1763700000020 } from './migrations/0020-add-service-grants.js';
import { FindEndedGrants1763700000026 } from './migrations/0026-find-ended-grants.js';
import { AddFamilyCredential1763700000021 } from './migrations/0021-add-family-credential.js';
import { BoundWork1763700000024 } from './migrations/0024-bound-work.js';
import { FreezeWhatWasShown1763700000029 } from './migrations/0029-freeze-what-was-shown.js';
import { RequirePushedRequests1763700000030 } from './migrations/0030-require-pushed-requests.js';
import { BindSignIns1763700000033 } from './migrations/0033-bind-sign-ins.js';
import { AddEpochs1763700000022 } from './migrations/0022-add-epochs.js';
import { NormaliseAddresses1763700000031 } from './migrations/0031-normalise-addresses.js';
import { KeepMilliseconds1763700000025 } from './migrations/0025-keep-milliseconds.js';
import { RememberDecisions1763700000034 } from './migrations/0034-remember-decisions.js';
import { DatePersistence1763700000036 } from './migrations/0036-date-persistence.js';
import { StoreOneRequest1763700000037 } from './migrations/0037-store-one-request.js';
import { NameStatesOfApps1763700000038 } from './migrations/0038-name-states-of-apps.js';
import { LookUpKeysOfClients1763700000039 } from './migrations/0039-look-up-keys-of-clients.js';
import { LookUpWhenNeeded1763700000040 } from './migrations/0040-look-up-when-needed.js';
import { WriteFewerIndexes1763700000041 } from './migrations/0041-write-fewer-indexes.js';
import { DropUnreadIndexes1763700000042 } from './migrations/0042-drop-unread-indexes.js';
import { ConsumeInPlace1763700000043 } from './migrations/0043-consume-in-place.js';
import { LetTokensOutliveFamilies1763700000044 } from './migrations/0044-let-tokens-outlive-families.js';

/** In order. A new migration is a new file and a new last line here. */
export const migrations = [
  CreateAudit1763700000001,
  CreateAccounts1763700000002,
  CreateProjects1763700000003,
  CreateClients1763700000004,
  CreateAppStandings1763700000005,
  CreateGrants1763700000006,
  CreateTokens1763700000007,
  CreateAudience1763700000008,
  CreateRateLimits1763700000009,
  ManageRegistrations1763700000010,
  AddClientKeys1763700000011,
  CreateOpenid1763700000012,
  CompleteAuthorizationRequests1763700000013,
  WatchMetadataDocuments1763700000014,
  CreateResourceServers1763700000015,
  AddReplayNonce1763700000017,
  AddDpop1763700000018,
  CreatePasswordResets1763700000019,
  AddServiceGrants1763700000020,
  FindEndedGrants1763700000026,
  AddFamilyCredential1763700000021,
  BoundWork1763700000024,
  FreezeWhatWasShown1763700000029,
  RequirePushedRequests1763700000030,
  BindSignIns1763700000033,
  AddEpochs1763700000022,
  NormaliseAddresses1763700000031,
  KeepMilliseconds1763700000025,
  RememberDecisions1763700000034,
  DatePersistence1763700000036,
  StoreOneRequest1763700000037,
  NameStatesOfApps1763700000038,
  LookUpKeysOfClients1763700000039,
  LookUpWhenNeeded1763700000040,
  WriteFewerIndexes1763700000041,
  DropUnreadIndexes1763700000042,
  ConsumeInPlace1763700000043,
  LetTokensOutliveFamilies1763700000044,
];
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
});

export const migrationNames: readonly string[] = Object.keys(files);

/** Loads all of them, in order. */
export const loadMigrations = (): Promise<Migration[]> =>
  Promise.all(Object.entries(files).map(async ([name, load]) => (await load())[name] as Migration));
