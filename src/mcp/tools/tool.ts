import type { CallToolResult, McpServer } from '@modelcontextprotocol/server';
import type { z } from 'zod';
import type { ApiScope, McpScope } from '../../modules/scopes-and-roles/scope-catalogue.js';
import type { VerifiedAccess, VerifiedProject } from '../../modules/tokens/verified-access.js';

/** What a tool needs before it runs. */
export interface ToolDemand {
  readonly name: string;
  /** In the token and granted in the project; `mcp` will do for `mcp:read`. */
  readonly scope: McpScope;
  /** In what the person's role may do there, not in the token. */
  readonly needs: readonly ApiScope[];
  /** Whether it acts in one project, which its argument `project` names. */
  readonly inProject: boolean;
}

/** Who calls, and where. */
export interface ToolPlace {
  readonly access: VerifiedAccess;
  /** Null for a tool that acts in none. */
  readonly project: VerifiedProject | null;
  /** Names of the tools that would work in a project now. */
  readonly toolsIn: (project: VerifiedProject) => string[];
}

interface ToolSpec<Input extends z.ZodObject, Output extends z.ZodObject> extends ToolDemand {
  readonly title: string;
  /** For the model that chooses it. */
  readonly description: string;
  readonly input: Input;
  readonly output: Output;
  call(place: ToolPlace, input: z.output<Input>): Promise<z.input<Output>>;
}

/** Carries out a call, or says why not. */
export type Carry = (
  act: (place: ToolPlace) => Promise<Record<string, unknown>>,
) => Promise<CallToolResult>;

export interface Tool extends ToolDemand {
  register(server: McpServer, carry: Carry): void;
}

/** Every tool so far only looks at what is stored here. */
const ANNOTATIONS = {
  readOnlyHint: true,
  destructiveHint: false,
  idempotentHint: true,
  openWorldHint: false,
} as const;

/** Makes a tool whose argument types only its own file knows. */
export const tool = <Input extends z.ZodObject, Output extends z.ZodObject>(
  spec: ToolSpec<Input, Output>,
): Tool => ({
  name: spec.name,
  scope: spec.scope,
  needs: spec.needs,
  inProject: spec.inProject,
  register(server, carry) {
    const { title, description } = spec;
    const schemas: Record<'inputSchema' | 'outputSchema', z.ZodObject> = {
      inputSchema: spec.input,
      outputSchema: spec.output,
    };
    // The SDK has checked the arguments against the schema that gives them their type.
    server.registerTool(
      spec.name,
      { title, description, ...schemas, annotations: ANNOTATIONS },
      (input) => carry((place) => spec.call(place, input as z.output<Input>)),
    );
  },
});
