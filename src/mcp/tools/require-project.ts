import type { VerifiedProject } from '../../modules/tokens/verified-access.js';
import type { ToolPlace } from './tool.js';

/** For tools that act in a project: it was found before the call. */
export function requireProject({ project }: ToolPlace): VerifiedProject {
  if (!project) throw new Error('Only a tool with inProject has a project.');
  return project;
}
