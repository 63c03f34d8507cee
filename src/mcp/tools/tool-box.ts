import { Injectable, type OnModuleInit } from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';
import { BearerError } from '../../kernel/errors/bearer-error.js';
import { ProblemError } from '../../kernel/errors/problem-error.js';
import type { VerifiedAccess, VerifiedProject } from '../../modules/tokens/verified-access.js';
import type { RpcMessage } from '../access/read-message.js';
import { isUsable, projectMeant, refusalIn } from './admission.js';
import { GetProjectTool } from './get-project.tool.js';
import { GetSegmentTool } from './get-segment.tool.js';
import { ListProjectsTool } from './list-projects.tool.js';
import { ListSegmentsTool } from './list-segments.tool.js';
import type { Tool, ToolContext } from './tool.js';

/** An admitted call, or the refusal. */
export interface ToolCall {
  readonly tool: Tool;
  /** @throws ProblemError why it is refused */
  context(): ToolContext;
}

/** Every tool. A new one is a file in this folder and a line here. */
export const TOOLS = [ListProjectsTool, GetProjectTool, ListSegmentsTool, GetSegmentTool];

@Injectable()
export class ToolBox implements OnModuleInit {
  private tools: readonly Tool[] = [];

  constructor(private readonly providers: ModuleRef) {}

  onModuleInit(): void {
    this.tools = TOOLS.map((type) => this.providers.get<{ readonly tool: Tool }>(type).tool);
  }

  /** The tools that work for this caller now, and the called one in any case. */
  visibleTo(access: VerifiedAccess, called: ToolCall | null): readonly Tool[] {
    return this.tools.filter((tool) => tool === called?.tool || isUsable(access, tool));
  }

  /**
   * The tool call of a message, if it is one. @throws BearerError if a new consent could grant what is missing: that is
   * the status of the response, which is decided before the call (MCP-05)
   */
  callIn({ method, params }: RpcMessage, access: VerifiedAccess): ToolCall | null {
    if (method !== 'tools/call' || !isObject(params)) return null;
    const tool = this.tools.find(({ name }) => name === params.name);
    if (!tool) return null;
    const context = this.contextOf(tool, access, projectIn(params));
    if (context instanceof ProblemError) {
      return { tool, context: () => raise(context) };
    }
    return { tool, context: () => context };
  }

  private contextOf(
    tool: Tool,
    access: VerifiedAccess,
    named: string | undefined,
  ): ToolContext | ProblemError {
    const toolsIn = (project: VerifiedProject): string[] =>
      this.tools
        .filter((one) => one.inProject && refusalIn(access, project, one) === null)
        .map(({ name }) => name);
    if (!tool.inProject) return { access, project: null, toolsIn };
    try {
      const project = projectMeant(access, named);
      const refusal = refusalIn(access, project, tool);
      if (refusal) throw refusal;
      return { access, project, toolsIn };
    } catch (error) {
      if (error instanceof ProblemError && !(error instanceof BearerError)) return error;
      throw error;
    }
  }
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;

/** Other types than text are refused with the other arguments, before the tool runs. */
function projectIn({ arguments: given }: Readonly<Record<string, unknown>>): string | undefined {
  const project = isObject(given) ? given.project : undefined;
  return typeof project === 'string' ? project : undefined;
}

function raise(error: Error): never {
  throw error;
}
