declare module 'pg/lib/utils.js' {
  /** A value as PostgreSQL's text format has it, or as bytes. */
  export function prepareValue(value: unknown): string | Buffer | null;
}
