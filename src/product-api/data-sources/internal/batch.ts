import { Answer } from '../../../platform/http/answer.js';
import { invalid } from '../../access/request.pipe.js';
import { LIMITS } from '../ingest-limits.js';
import type { IngestQuery } from '../ingest.dto.js';
import type { ItemResult } from './item-result.js';

/** @throws ProblemError 400 for a batch of nothing, or of too many */
export function checkSize(items: readonly unknown[], { _sync: isSync }: IngestQuery): void {
  const most = isSync ? LIMITS.syncItemsLimit : LIMITS.itemsLimit;
  if (items.length >= 1 && items.length <= most) return;
  const message = `must have 1 to ${String(most)} items`;
  throw invalid([{ pointer: '', code: 'items', message }]);
}

/** 202, or 422 if every item failed; the body is the same. */
export function batchAnswer(results: readonly ItemResult[], dryRun: boolean): Answer {
  const failed = results.filter(({ status }) => status === 'error').length;
  const items = [...results].sort((a, b) => a.position - b.position);
  const entity = { successful: items.length - failed, failed, dryRun, items };
  return new Answer(failed === items.length ? 422 : 202, { entity, metadata: {} });
}
