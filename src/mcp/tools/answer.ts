import type { CallToolResult } from '@modelcontextprotocol/server';
import { AppError } from '../../kernel/errors/app-error.js';
import { ProblemError } from '../../kernel/errors/problem-error.js';

/** The result of a tool, as structured content and as the same text for models that read text only. */
export const answered = (found: object): CallToolResult => ({
  structuredContent: { ...found },
  content: [{ type: 'text', text: JSON.stringify(found) }],
});

/** Why a tool was refused, for the model. Server errors are not described. */
export const refused = (thrown: unknown): CallToolResult => ({
  isError: true,
  content: [{ type: 'text', text: wordsOf(thrown) }],
});

function wordsOf(thrown: unknown): string {
  if (!(thrown instanceof AppError)) return 'internal: Something went wrong on our side.';
  if (!(thrown instanceof ProblemError)) return thrown.message;
  const faults = (thrown.options.errors ?? []).map(
    ({ pointer, message }) => ` ${pointer} ${message}.`,
  );
  return `${thrown.code}: ${thrown.message}${faults.join('')}`;
}
