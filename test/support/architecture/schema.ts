import pg from 'pg';

/** All kinds of objects that a migration can make, one line each, sorted. */
const OBJECTS = `
  SELECT format('table %s %s', relname, relpersistence) AS object
    FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'
  UNION ALL
  SELECT format('column %s.%s %s %s default %s', table_name, column_name, udt_name, is_nullable, column_default)
    FROM information_schema.columns WHERE table_schema = 'public'
  UNION ALL
  SELECT format('constraint %s.%s %s', conrelid::regclass, conname, pg_get_constraintdef(oid))
    FROM pg_constraint WHERE connamespace = 'public'::regnamespace
  UNION ALL
  SELECT format('index %s', indexdef) FROM pg_indexes WHERE schemaname = 'public'
  UNION ALL
  SELECT format('trigger %s %s', tgenabled, pg_get_triggerdef(oid)) FROM pg_trigger WHERE NOT tgisinternal
    AND tgrelid IN (SELECT oid FROM pg_class WHERE relnamespace = 'public'::regnamespace)
  UNION ALL
  SELECT format('function %s', proname) FROM pg_proc WHERE pronamespace = 'public'::regnamespace
  ORDER BY object`;

/** The objects of the schema `public`, without the list of migrations. */
export async function describeSchema(url: string): Promise<string[]> {
  const objects = await readColumn(url, OBJECTS);
  return objects.filter((object) => !/\bmigrations(\b|_id_seq)/.test(object));
}

/**
 * Foreign keys without an index: deleting the referenced row would scan the table. Rows that refer to none may be left
 * out of it.
 */
export const foreignKeysWithoutIndex = (url: string): Promise<string[]> =>
  readColumn(
    url,
    `SELECT conname AS object FROM pg_constraint c
      WHERE contype = 'f' AND connamespace = 'public'::regnamespace AND NOT EXISTS (
        SELECT FROM pg_index i
         WHERE i.indrelid = c.conrelid
           AND (i.indpred IS NULL OR pg_get_expr(i.indpred, i.indrelid) IN (
             SELECT format('(%I IS NOT NULL)', a.attname) FROM pg_attribute a
              WHERE a.attrelid = c.conrelid AND c.conkey = ARRAY[a.attnum]))
           AND (i.indkey::int2[])[0:cardinality(c.conkey) - 1] @> c.conkey)`,
  );

/** Indexes with one of these columns of a table, as a key or in their condition: an update of it writes all indexes. */
export const indexesWith = (url: string, table: string, columns: readonly string[]) =>
  readColumn(
    url,
    `SELECT DISTINCT i.relname AS object FROM pg_depend d
       JOIN pg_class i ON i.oid = d.objid AND i.relkind = 'i'
       JOIN pg_attribute a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid
      WHERE d.refobjid = '${table}'::regclass AND a.attname IN ('${columns.join("', '")}')`,
  );

/** Constraints and indexes with a generated name. */
export const unnamedObjects = (url: string): Promise<string[]> =>
  readColumn(
    url,
    `SELECT conname AS object FROM pg_constraint
      WHERE connamespace = 'public'::regnamespace AND contype IN ('p', 'f', 'c', 'u', 'x')
        AND conname !~ '^(pk|fk|ck|ux)_' AND conrelid <> 'migrations'::regclass
     UNION ALL
     SELECT indexname FROM pg_indexes
      WHERE schemaname = 'public' AND tablename <> 'migrations' AND indexname !~ '^(pk|ix|ux)_'`,
  );

async function readColumn(url: string, sql: string): Promise<string[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<{ object: string }>(sql)).rows.map(({ object }) => object);
  } finally {
    await client.end();
  }
}
