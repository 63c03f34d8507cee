/**
 * Signature algorithms of proofs: asymmetric only (RFC 9449 §5.1). `Ed25519` is the later name of what `EdDSA` means
 * here (RFC 9864).
 */
export const PROOF_ALGORITHMS = ['ES256', 'EdDSA', 'Ed25519', 'PS256', 'RS256'] as const;
