/** A migrated PostgreSQL, wherever it came from. */
export interface OpenDatabase {
  /** For the server: the role that may not change the schema. */
  readonly runtimeUrl: string;
  /** For migrations. */
  readonly ownerUrl: string;
  /** Null if one role does both. */
  readonly runtimeRole: string | null;
  /** Where it is, for people; never a password. */
  readonly description: string;
  /** What the person should know, one sentence each. */
  readonly notes: readonly string[];
  /** Gives it back; the embedded one stops when nobody uses it any more. */
  close(): Promise<'stopped' | 'in use' | 'external'>;
}
