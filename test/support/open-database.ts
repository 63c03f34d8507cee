import { DataSource, type EntityManager } from 'typeorm';
import { dataSourceOptions } from '../../src/platform/database/data-source-options.js';
import { Database } from '../../src/platform/database/database.js';
import { TestDatabase } from './test-database.js';

/** A `Database` on a new test database, for tests of one service without the server. */
export class OpenDatabase {
  private constructor(
    readonly test: TestDatabase,
    readonly database: Database,
    private readonly source: DataSource,
  ) {}

  static async create(): Promise<OpenDatabase> {
    const test = await TestDatabase.create();
    const source = await new DataSource(dataSourceOptions(test.url, 5)).initialize();
    return new OpenDatabase(test, new Database(source), source);
  }

  transaction<T>(work: (tx: EntityManager) => Promise<T>): Promise<T> {
    return this.database.transaction(work);
  }

  async close(): Promise<void> {
    await this.source.destroy();
    await this.test.drop();
  }
}
