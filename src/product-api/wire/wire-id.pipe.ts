import { Injectable, type PipeTransform } from '@nestjs/common';
import { notFound } from '../../kernel/errors/problem-error.js';
import { fromWireId, type IdKind } from '../../kernel/ids.js';

/**
 * The UUID of a wire id.
 * @throws ProblemError 404 for a malformed id, as for an unknown one
 */
export function requireUuid(kind: IdKind, id: string): string {
  const uuid = fromWireId(kind, id);
  if (uuid === null) throw notFound();
  return uuid;
}

/** `@Param('uid', new WireIdPipe('seg')) id: string`: handlers get UUIDs. */
@Injectable()
export class WireIdPipe implements PipeTransform<string, string> {
  constructor(private readonly kind: IdKind) {}

  transform(id: string): string {
    return requireUuid(this.kind, id);
  }
}
