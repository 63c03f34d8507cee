import type { FieldProblem } from '../../kernel/errors/problem-error.js';

/** Levels of nesting: as many as a branch of an automation needs for a rule (13), and few enough for recursion (E14). */
const MAX_DEPTH = 24;
/** Names of one object, or items of one list. The validator's time grows with their square (50,000 took seconds). */
const MAX_MEMBERS = 1_000;

/** NUL and unpaired surrogates: neither PostgreSQL nor UTF-8 can encode them. */
const NO_TEXT = /[\0\p{Surrogate}]/u;

/** A name as part of a JSON Pointer (RFC 6901 §3). */
export const escapePointer = (name: string): string =>
  name
    .slice(0, 64)
    .replaceAll(/[\0\p{Surrogate}]/gu, '\uFFFD')
    .replaceAll('~', '~0')
    .replaceAll('/', '~1');

/**
 * The first part of a parsed value that validator or PostgreSQL cannot handle, or null: too deep or wide, unencodable
 * text, a name of `Object.prototype`.
 */
export function findUnsupported(value: unknown, pointer = '', depth = 0): FieldProblem | null {
  if (typeof value === 'string') return NO_TEXT.test(value) ? unsupportedText(pointer) : null;
  if (typeof value !== 'object' || value === null) return null;
  if (depth < MAX_DEPTH) return findUnsupportedMember(value, pointer, depth);
  return { pointer, code: 'depth', message: `must not be nested deeper than ${MAX_DEPTH} levels` };
}

function findUnsupportedMember(value: object, pointer: string, depth: number): FieldProblem | null {
  const members = Object.entries(value);
  if (members.length > MAX_MEMBERS) {
    return { pointer, code: 'members', message: `must not have more than ${MAX_MEMBERS} members` };
  }
  for (const [name, member] of members) {
    const below = `${pointer}/${escapePointer(name)}`;
    const fault = isUnsupportedName(name)
      ? unsupportedText(below)
      : findUnsupported(member, below, depth + 1);
    if (fault) return fault;
  }
  return null;
}

/** Validators look names up on objects, and would find the inherited member. */
const isUnsupportedName = (name: string): boolean => NO_TEXT.test(name) || name in Object.prototype;

const unsupportedText = (pointer: string): FieldProblem => ({
  pointer,
  code: 'text',
  message: 'holds characters that no text has',
});
