import { ID_TOKEN_ALGORITHMS, type IdTokenAlgorithm } from '../../client.js';
import { invalidMetadata, readText, type MetadataDocument } from './metadata-members.js';

/**
 * How the client wants its ID tokens (OpenID Registration §2): RS256 unless it says otherwise, never unsigned, and
 * with the same subject for every client.
 */
export function readIdTokenAlgorithm(document: MetadataDocument): IdTokenAlgorithm {
  if ((readText(document, 'subject_type') ?? 'public') !== 'public') {
    throw invalidMetadata('subject_type must be public.');
  }
  const asked = readText(document, 'id_token_signed_response_alg') ?? 'RS256';
  const algorithm = ID_TOKEN_ALGORITHMS.find((known) => known === asked);
  if (algorithm !== undefined) return algorithm;
  throw invalidMetadata(
    `id_token_signed_response_alg must be one of ${ID_TOKEN_ALGORITHMS.join(', ')}.`,
  );
}
