import type { Response } from 'supertest';

/** A list of the Product API. */
export interface ListBody {
  readonly entities: readonly Readonly<Record<string, unknown>>[];
  readonly metadata: Readonly<Record<string, unknown>> & {
    readonly next_cursor: string | null;
  };
}

/** A problem (RFC 9457). */
export interface ProblemBody {
  readonly code: string;
  readonly errors?: readonly { readonly pointer: string; readonly code: string }[];
}

export const listOf = ({ body }: Response): ListBody => body as ListBody;

/** One member of every entity of a list. */
export const eachOf = (response: Response, member: string): unknown[] =>
  listOf(response).entities.map((entity) => entity[member]);

/** The members named by a problem. */
export const pointersOf = ({ body }: Response): string[] =>
  ((body as ProblemBody).errors ?? []).map(({ pointer }) => pointer);
