import { hash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { CompactSign } from 'jose/jws/compact/sign';
import { compactVerify } from 'jose/jws/compact/verify';
import { SecretKey } from '../../platform/config/secret-key.js';
import { invalid } from './request.pipe.js';

/** The last row of a page: its sort value as PostgreSQL writes it, and its id. */
export interface Position {
  readonly key: string;
  readonly id: string;
}

/** What a cursor is bound to: a project, a list, its filters and its order. With any other it is invalid (E17). */
export type CursorBinding = readonly unknown[];

/** Opaque, signed positions in a list (JWS, RFC 7515). */
@Injectable()
export class Cursors {
  private readonly key: Uint8Array;

  constructor(secretKey: SecretKey) {
    this.key = secretKey.derive('cursor');
  }

  async seal({ key, id }: Position, binding: CursorBinding): Promise<string> {
    const payload = new TextEncoder().encode(JSON.stringify([digest(binding), key, id]));
    return new CompactSign(payload).setProtectedHeader({ alg: 'HS256' }).sign(this.key);
  }

  /**
   * Null without a cursor. `pointer`: its JSON Pointer in the request.
   * @throws ProblemError 400 if this server did not sign the cursor, or signed it for another list
   */
  async open(
    text: string | undefined,
    binding: CursorBinding,
    pointer: string,
  ): Promise<Position | null> {
    if (text === undefined) return null;
    const position = await this.read(text, binding);
    if (position) return position;
    throw invalid([{ pointer, code: 'cursor', message: 'is not a cursor of this list' }]);
  }

  private async read(text: string, binding: CursorBinding): Promise<Position | null> {
    try {
      const { payload } = await compactVerify(text, this.key, { algorithms: ['HS256'] });
      const [bound, key, id] = JSON.parse(new TextDecoder().decode(payload)) as string[];
      if (bound !== digest(binding) || key === undefined || id === undefined) return null;
      return { key, id };
    } catch {
      return null;
    }
  }
}

const digest = (binding: CursorBinding): string =>
  hash('sha256', JSON.stringify(binding), 'base64url');
