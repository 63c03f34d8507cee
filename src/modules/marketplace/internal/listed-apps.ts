import { Injectable } from '@nestjs/common';
import { Database } from '../../../platform/database/database.js';
import { statement } from '../../../platform/database/statement.js';
import type { Category } from '../../app-profiles/app-listing.js';
import { LISTED, LISTED_COLUMNS, LISTED_SHAPE, toListedApp, type ListedApp } from './listed-app.js';
import { searchWords } from './search-words.js';

const APPS_PER_PAGE = 24;

const LAST_SHOWN = `FROM app_profiles ap JOIN clients ac ON ac.id = ap.client_id
    WHERE ap.listing IS NOT NULL AND ap.listing ->> 'slug' = :after` as const;

/**
 * A page of the index, in the order of an index of the database. `after` is the slug of the last app of the page before; the
 * first page begins before every name.
 */
const NEXT_PAGE = `
  AND (lower(c.name), c.id) > (
    coalesce((SELECT lower(ac.name) ${LAST_SHOWN}), ''),
    coalesce((SELECT ac.id ${LAST_SHOWN}), '00000000-0000-0000-0000-000000000000'))
  ORDER BY lower(c.name), c.id LIMIT ${String(APPS_PER_PAGE + 1)}` as const;

const ALL = statement(
  'marketplace.all',
  `SELECT ${LISTED_COLUMNS} FROM ${LISTED} WHERE p.listing IS NOT NULL ${NEXT_PAGE}`,
  LISTED_SHAPE,
);

const OF_CATEGORY = statement(
  'marketplace.of-category',
  `SELECT ${LISTED_COLUMNS} FROM ${LISTED}
   WHERE p.listing IS NOT NULL AND p.listing -> 'categories' @> to_jsonb(:category::text) ${NEXT_PAGE}`,
  LISTED_SHAPE,
);

// Each half has its index: names are of `clients`, texts of `app_profiles`.
const SEARCH = statement(
  'marketplace.search',
  `WITH found AS (
     SELECT f.client_id AS id FROM app_profiles f
     WHERE f.listing IS NOT NULL AND jsonb_to_tsvector('simple', f.listing -> 'texts', '["string"]') @@ to_tsquery('simple', :words)
     UNION
     SELECT n.id FROM clients n WHERE n.organisation_id IS NOT NULL AND to_tsvector('simple', n.name) @@ to_tsquery('simple', :words)
   )
   SELECT ${LISTED_COLUMNS} FROM found JOIN ${LISTED} ON p.client_id = found.id
   WHERE p.listing IS NOT NULL
     AND (:category::text IS NULL OR p.listing -> 'categories' @> to_jsonb(:category::text)) ${NEXT_PAGE}`,
  LISTED_SHAPE,
);

const FIND = statement(
  'marketplace.find',
  `SELECT ${LISTED_COLUMNS} FROM ${LISTED} WHERE p.listing IS NOT NULL AND p.listing ->> 'slug' = :slug`,
  LISTED_SHAPE,
);

const COUNT = statement(
  'marketplace.count',
  `SELECT count(*)::int AS count FROM ${LISTED} WHERE p.listing IS NOT NULL`,
  { count: 'integer' },
);

const SLUGS = statement(
  'marketplace.slugs',
  `SELECT p.listing ->> 'slug' AS slug, v.decided_at AS "reviewedAt" FROM ${LISTED}
   WHERE p.listing IS NOT NULL ORDER BY c.id LIMIT :limit::int OFFSET :skipped::int`,
  { slug: 'text', reviewedAt: 'timestamptz' },
);

export interface AppSearch {
  /** As typed. */
  readonly text: string;
  readonly category: Category | null;
  readonly after: string | null;
}

export interface AppsPage {
  readonly apps: readonly ListedApp[];
  /** The `after` of the next page; null on the last. */
  readonly next: string | null;
}

/** Apps of the marketplace: listed, reviewed in their present version, and live. */
@Injectable()
export class ListedApps {
  constructor(private readonly database: Database) {}

  async search({ text, category, after }: AppSearch): Promise<AppsPage> {
    const words = searchWords(text);
    // Without any letter or digit nothing can be found.
    if (words === null && text.trim() !== '') return { apps: [], next: null };
    const rows = words
      ? await this.database.query(SEARCH, { words, category, after })
      : category
        ? await this.database.query(OF_CATEGORY, { category, after })
        : await this.database.query(ALL, { after });
    const apps = rows
      .slice(0, APPS_PER_PAGE)
      .map(toListedApp)
      .filter((app) => app !== null);
    const more = rows.length > APPS_PER_PAGE;
    return { apps, next: more ? (apps.at(-1)?.listing.slug ?? null) : null };
  }

  /** Null for an app that is not in the marketplace now. */
  async find(slug: string): Promise<ListedApp | null> {
    const [row] = await this.database.query(FIND, { slug });
    return row ? toListedApp(row) : null;
  }

  async count(): Promise<number> {
    const [row] = await this.database.query(COUNT);
    return row?.count ?? 0;
  }

  /** For sitemaps. */
  slugs(limit: number, skipped: number): Promise<{ slug: string; reviewedAt: Date }[]> {
    return this.database.query(SLUGS, { limit, skipped });
  }
}
