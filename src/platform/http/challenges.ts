import type { BearerError } from '../../kernel/errors/bearer-error.js';
import { PROOF_ALGORITHMS } from '../dpop/proof-algorithms.js';
import { printable } from './printable.js';

/**
 * Values of `WWW-Authenticate`, one for each scheme (RFC 6750 §3, RFC 9449 §7.1). No `error` when no token was sent;
 * `parameter` is in every one, since a challenge needs at least one.
 * @param parameter `realm="…"` or `resource_metadata="…"` (RFC 9728 §5.1)
 */
export function challengesOf(
  { challenge, message, scope, schemes }: BearerError,
  parameter: string,
): string[] {
  const error = [
    ...(challenge ? [`error="${challenge}"`, `error_description="${printable(message)}"`] : []),
    ...(scope === undefined ? [] : [`scope="${scope}"`]),
  ];
  return schemes.map((scheme, index) => {
    const algorithms = scheme === 'DPoP' ? [`algs="${PROOF_ALGORITHMS.join(' ')}"`] : [];
    return `${scheme} ${[...(index === 0 ? error : []), ...algorithms, parameter].join(', ')}`;
  });
}
