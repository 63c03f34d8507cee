import { findAddressFault } from '../../../platform/outbound/destination.js';
import { invalid } from '../../access/request.pipe.js';
import type { WebhookType } from '../webhook-types.js';

/** The name is resolved and checked again for each delivery. @throws ProblemError 400 */
export function checkAddress(text: string): void {
  const url = URL.parse(text);
  const fault = url ? findAddressFault(url) : 'this is no URL';
  if (fault !== null) throw invalid([{ pointer: '/url', code: 'address', message: fault }]);
}

/** @throws ProblemError 400 for none */
export function checkTypes(types: readonly WebhookType[]): void {
  if (types.length > 0) return;
  throw invalid([{ pointer: '/types', code: 'min', message: 'must name at least one' }]);
}
