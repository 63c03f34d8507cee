import type { AppError } from '../../kernel/errors/app-error.js';
import { notFound, ProblemError } from '../../kernel/errors/problem-error.js';
import { fromWireId } from '../../kernel/ids.js';
import { ceilingOf } from '../../modules/scopes-and-roles/role-ceilings.js';
import type { McpScope } from '../../modules/scopes-and-roles/scope-catalogue.js';
import { effectiveIn, boundsIn } from '../../modules/tokens/project-effect.js';
import type { VerifiedAccess, VerifiedProject } from '../../modules/tokens/verified-access.js';
import { refusalOf } from '../../product-api/access/refusal.js';
import type { ToolDemand } from './tool.js';

/** The scopes that satisfy each required scope: the broader one includes the narrower (RS-10). */
const ENOUGH: Record<McpScope, readonly McpScope[]> = {
  'mcp:read': ['mcp:read', 'mcp'],
  mcp: ['mcp'],
};

/**
 * The project that a call names. Foreign, unknown, disconnected and left projects get the same response (E3).
 * @throws ProblemError 404, or 400 if there are several and none is named
 */
export function projectMeant(
  { projects }: VerifiedAccess,
  named: string | undefined,
): VerifiedProject {
  if (named === undefined && projects.length > 1) {
    const detail = 'Several projects are connected. Name one; list_projects shows them.';
    throw new ProblemError('invalid_request', detail);
  }
  const id = typeof named === 'string' ? fromWireId('prj', named) : projects[0]?.id;
  const project = projects.find((one) => one.id === id);
  if (!project) throw notFound();
  return project;
}

/**
 * Why a tool does not work in a project now, or null. Only what a new consent could grant is a `BearerError`, in the
 * same precedence as at the Product API.
 */
export function refusalIn(
  access: VerifiedAccess,
  project: VerifiedProject,
  { scope, needs }: Pick<ToolDemand, 'scope' | 'needs'>,
): AppError | null {
  const { scopes } = effectiveIn(access, project);
  if (!ENOUGH[scope].some((one) => scopes.has(one))) {
    return refusalOf([scope], scopes, boundsIn(access.client, project), access.scheme);
  }
  const ceiling = ceilingOf(project.role);
  if (needs.every((one) => ceiling.has(one))) return null;
  return new ProblemError(
    'insufficient_role',
    'The role behind this access, in this project, does not allow this.',
    { members: { required_scope: needs.join(' ') } },
  );
}

/** Whether a tool works in any project now; only such tools are listed. */
export const isUsable = (access: VerifiedAccess, demand: ToolDemand): boolean =>
  !demand.inProject ||
  access.projects.some((project) => refusalIn(access, project, demand) === null);
