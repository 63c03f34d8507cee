/** A PostgreSQL, wherever it came from. */
export interface OpenDatabase {
  /** For the server: the role that may not change the schema. */
  readonly runtimeUrl: string;
  /** For migrations. Null if somebody else runs them, with a role that is not told here. */
  readonly ownerUrl: string | null;
  /** Null if one role does both. */
  readonly runtimeRole: string | null;
  /** Where it is, for people; never a password. */
  readonly description: string;
  /** What the person should know, one sentence each. */
  readonly notes: readonly string[];
  /** Gives it back; the embedded one stops when nobody uses it any more. */
  close(): Promise<'stopped' | 'in use' | 'external'>;
}
