import { DataSource } from 'typeorm';
import { dataSourceOptions } from '../../src/platform/database/data-source-options.js';
import {
  describeSchema,
  foreignKeysWithoutIndex,
  unnamedObjects,
} from '../support/architecture/schema.js';
import { TestDatabase } from '../support/test-database.js';

describe('the migrations', () => {
  let database: TestDatabase;
  beforeAll(async () => (database = await TestDatabase.create()));
  afterAll(() => database.drop());

  it('give every foreign key an index', async () => {
    expect(await foreignKeysWithoutIndex(database.ownerUrl)).toEqual([]);
  });

  it('name every constraint and index', async () => {
    expect(await unnamedObjects(database.ownerUrl)).toEqual([]);
  });

  it('go down to nothing and up to the same schema again', async () => {
    const before = await describeSchema(database.ownerUrl);
    const source = await new DataSource(dataSourceOptions(database.ownerUrl, 2)).initialize();
    try {
      for (let left = source.migrations.length; left > 0; left--) {
        await source.undoLastMigration({ transaction: 'each' });
      }
      expect(await describeSchema(database.ownerUrl)).toEqual([]);
      await source.runMigrations({ transaction: 'each' });
      expect(await describeSchema(database.ownerUrl)).toEqual(before);
    } finally {
      await source.destroy();
    }
  });

  it('are not seen to be right only because the checks see nothing', async () => {
    const broken = await TestDatabase.create();
    const source = await new DataSource(dataSourceOptions(broken.ownerUrl, 2)).initialize();
    await source.query('CREATE TABLE planted (user_id uuid REFERENCES users (id))');
    await source.destroy();
    expect(await foreignKeysWithoutIndex(broken.ownerUrl)).toEqual(['planted_user_id_fkey']);
    expect(await unnamedObjects(broken.ownerUrl)).toEqual(['planted_user_id_fkey']);
    await broken.drop();
  });
});
