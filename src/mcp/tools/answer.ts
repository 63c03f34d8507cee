import type { CallToolResult } from '@modelcontextprotocol/server';
import { AppError } from '../../kernel/errors/app-error.js';
import { ProblemError } from '../../kernel/errors/problem-error.js';

/** What a tool found, for programs and, in the same words, for models that read text only. */
export const answered = (structuredContent: Record<string, unknown>): CallToolResult => ({
  structuredContent,
  content: [{ type: 'text', text: JSON.stringify(structuredContent) }],
});

/** Why a tool did not run: something the model can read and act upon. Nothing of what is our own fault is told. */
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
