import type { CallToolResult, McpServer } from '@modelcontextprotocol/server';
import type { Type } from '@nestjs/common';
import type {
  ApiScope,
  AppScope,
  McpScope,
} from '../../modules/scopes-and-roles/scope-catalogue.js';
import type { VerifiedAccess, VerifiedProject } from '../../modules/tokens/verified-access.js';
import { inputSchemaOf, outputSchemaOf } from './class-schema.js';

/** The requirements of a tool. */
export interface ToolDemand {
  readonly name: string;
  /** In the token and granted in the project; `mcp` satisfies `mcp:read`. */
  readonly scope: McpScope;
  /** Required of the person's role in the project, not of the token. */
  readonly needs: readonly (ApiScope & AppScope)[];
  /** Whether it acts in one project, which its argument `project` names. */
  readonly inProject: boolean;
}

/** The caller and the project; null for a tool without a project. */
export interface ToolContext<Project extends VerifiedProject | null = VerifiedProject | null> {
  readonly access: VerifiedAccess;
  readonly project: Project;
  /** Names of the tools that work in a project now. */
  readonly toolsIn: (project: VerifiedProject) => string[];
}

interface ToolSpec<
  Input extends object,
  Output extends object,
  InProject extends boolean,
> extends ToolDemand {
  readonly inProject: InProject;
  readonly title: string;
  /** For the model. */
  readonly description: string;
  /** Wire classes. */
  readonly input: Type<Input>;
  readonly output: Type<Output>;
  call(
    context: ToolContext<InProject extends true ? VerifiedProject : null>,
    input: Input,
  ): Promise<Output>;
}

/** Runs a call, or returns the refusal. */
export type Carry = (act: (context: ToolContext) => Promise<object>) => Promise<CallToolResult>;

export interface Tool extends ToolDemand {
  register(server: McpServer, carry: Carry): void;
}

/** Every tool so far is read-only and works on data of this server. */
const ANNOTATIONS = {
  readOnlyHint: true,
  destructiveHint: false,
  idempotentHint: true,
  openWorldHint: false,
} as const;

/** Makes a tool whose argument types only its own file knows. */
export function tool<Input extends object, Output extends object, const InProject extends boolean>(
  spec: ToolSpec<Input, Output, InProject>,
): Tool {
  const { name, title, description, scope, needs, inProject } = spec;
  const schemas = {
    inputSchema: inputSchemaOf(spec.input),
    outputSchema: outputSchemaOf(spec.output),
  };
  return {
    ...{ name, scope, needs, inProject },
    register(server, carry) {
      server.registerTool(
        name,
        { title, description, ...schemas, annotations: ANNOTATIONS },
        // A tool with `inProject` is only called with a project.
        (input) => carry((context) => spec.call(context as Parameters<typeof spec.call>[0], input)),
      );
    },
  };
}
