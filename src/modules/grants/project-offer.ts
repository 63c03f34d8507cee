import { ScopeSet } from '../../kernel/scope-set.js';
import type { Client } from '../clients/client.js';
import type { Membership } from '../projects/projects.service.js';
import {
  barTo,
  type AppBounds,
  type ProjectBounds,
  type WithheldReason,
} from '../scopes-and-roles/effective-scopes.js';
import type { AppVerification } from '../verification/app-verification.js';
import { longestLife } from './access-duration.js';
import {
  mayBeApprovedBy,
  needsTester,
  policyAllows,
  tierAllowance,
} from '../verification/tier-allowance.js';

/**
 * Why a whole project cannot be chosen; `restoring`: the app was suspended, and works in the projects of its own
 * organisation only; `tester`: the person is no tester of the app; `approval`: only an owner or admin may authorize this
 * app there; `admin`: only an owner or admin may connect any app as a service.
 */
export type ProjectBar =
  'plan' | 'policy' | 'restoring' | 'tester' | 'approval' | 'admin' | 'nothing';

/** What a person can grant to an app in one of their projects; used by page and decision. */
export interface ProjectOffer {
  readonly membership: Membership;
  readonly bounds: ProjectBounds & { readonly app: AppBounds };
  readonly bar: ProjectBar | null;
  /** For each requested scope: null if it can be granted, else the reason. */
  readonly scopes: ReadonlyMap<string, Exclude<WithheldReason, 'person'> | null>;
  /** The longest that a grant with this project may last, in hours. */
  readonly longestLife: number;
}

/** An app before a person. */
export interface OfferedApp {
  readonly client: Client;
  readonly app: AppVerification;
  /** The person is a tester of the app. */
  readonly isTester: boolean;
}

/** Joins app, membership and project into the offer. */
export function projectOffer(
  membership: Membership,
  asked: ScopeSet,
  { client, app, isTester }: OfferedApp,
): ProjectOffer {
  const { project, role } = membership;
  const own = client.organisationId === project.organisation.id;
  const bounds = {
    role,
    app: {
      plan: project.plan,
      policyAllows: policyAllows(project.appPolicy, app.tier),
      tierAllowance: tierAllowance({ ...app, isRestoring: client.isRestoring }, own),
    },
  };
  const scopes = new Map([...asked].map((scope) => [scope, barTo(scope, bounds)]));
  return {
    ...{ membership, bounds, scopes, longestLife: longestLife(app, own) },
    bar:
      client.isRestoring && !own
        ? 'restoring'
        : barToProject(bounds, scopes, {
            lacksTester: needsTester(app, client, own) && !isTester,
            mayBeApproved: mayBeApprovedBy(app, own, role),
          }),
  };
}

function barToProject(
  { app: { plan, policyAllows: allowed } }: ProjectOffer['bounds'],
  scopes: ProjectOffer['scopes'],
  {
    lacksTester,
    mayBeApproved,
  }: { readonly lacksTester: boolean; readonly mayBeApproved: boolean },
): ProjectBar | null {
  if (plan === 'free') return 'plan';
  if (!allowed) return 'policy';
  if (lacksTester) return 'tester';
  if (!mayBeApproved) return 'approval';
  return [...scopes.values()].some((bar) => bar === null) ? null : 'nothing';
}
