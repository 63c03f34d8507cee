import { globSync, readFileSync } from 'node:fs';
import { DataSource, Entity, PrimaryColumn } from 'typeorm';
import { dataSourceOptions } from '../../src/platform/database/data-source-options.js';
import { WITHOUT_ENTITY } from '../support/architecture/tables.js';
import { TestApp } from '../support/test-app.js';

@Entity('segments')
class DriftedSegment {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'pk_segments' })
  id!: string;
}

/** The changes that TypeORM would make to the schema to match the entities. */
async function drift(ownerUrl: string, entities: DataSource['options']['entities']) {
  const options = { ...dataSourceOptions(ownerUrl, 2), entities: entities ?? [] };
  const source = await new DataSource(options).initialize();
  try {
    const changes = await source.driver.createSchemaBuilder().log();
    return changes.upQueries.map(({ query }) => query);
  } finally {
    await source.destroy();
  }
}

describe('the entities', () => {
  let server: TestApp;
  beforeAll(async () => (server = await TestApp.start()));
  afterAll(() => server.stop());

  it('say exactly what the migrations made', async () => {
    const { entityMetadatas } = server.app.get(DataSource);
    const entities = entityMetadatas.map(({ target }) => target);
    expect(await drift(server.database.ownerUrl, entities)).toEqual([]);
  });

  it('cover every table', async () => {
    const tables = await server.database.query<{ name: string }>(
      `SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'migrations'`,
    );
    const covered = server.app.get(DataSource).entityMetadatas.map(({ tableName }) => tableName);
    expect([...covered, ...Object.keys(WITHOUT_ENTITY)].sort()).toEqual(
      tables.map(({ name }) => name).sort(),
    );
  });

  it('keep every time of the Product API to the millisecond, as it is shown', async () => {
    const files = globSync('src/product-api/**/*.entity.ts');
    const names = files.map((file) => /@Entity\('(\w+)'\)/.exec(readFileSync(file, 'utf8'))?.[1]);
    expect(names.length).toBeGreaterThanOrEqual(6);
    const finer = await server.database.query(
      `SELECT table_name AS table, column_name AS column FROM information_schema.columns
       WHERE table_name = ANY ($1) AND data_type LIKE 'timestamp%' AND datetime_precision <> 3`,
      [[...names, 'projects']],
    );
    expect(finer).toEqual([]);
  });

  it('would be caught if one lost its columns', async () => {
    const changes = await drift(server.database.ownerUrl, [DriftedSegment]);
    expect(changes).toContain('ALTER TABLE "segments" DROP COLUMN "name"');
  });
});
