/** A PostgreSQL that is ready for use. */
export interface OpenDatabase {
  /** For the server: the role that may not change the schema. */
  readonly runtimeUrl: string;
  /** For migrations. Null if they are run elsewhere, by a role that is not configured here. */
  readonly ownerUrl: string | null;
  /** Null if one role does both. */
  readonly runtimeRole: string | null;
  /** Its location, for the operator; never a password. */
  readonly description: string;
  /** Remarks for the operator, one sentence each. */
  readonly notes: readonly string[];
  /** Releases it; the embedded one stops once no process uses it. */
  close(): Promise<'stopped' | 'in use' | 'external'>;
}
