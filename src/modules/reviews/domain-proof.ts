/** `pending`: checked, and not found yet. `lost`: it was proven once, and the last check did not find it. */
export const PROOF_STATES = ['pending', 'proven', 'lost'] as const;
export type ProofState = (typeof PROOF_STATES)[number];

export const PROOF_METHODS = ['dns', 'file'] as const;
export type ProofMethod = (typeof PROOF_METHODS)[number];

/** Why the last check did not prove it. */
export const PROOF_FAILURES = [
  'nothing_found',
  'another_token',
  'unreachable',
  'asked_too_often',
] as const;
export type ProofFailure = (typeof PROOF_FAILURES)[number];

/** The proof that an organisation controls a host. */
export interface DomainProof {
  readonly host: string;
  readonly state: ProofState;
  readonly method: ProofMethod | null;
  readonly failure: ProofFailure | null;
  readonly checkedAt: Date;
}

/** What to publish for a host, in either of two ways. */
export interface ProofInstructions {
  readonly host: string;
  /** Name of the TXT record. */
  readonly record: string;
  /** Address of the file. */
  readonly file: string;
  /** Value of the record, and contents of the file. */
  readonly token: string;
}
