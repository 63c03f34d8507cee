import { APPS_PATH } from './marketplace-paths.js';
import { listingPath } from '../../app-profiles/app-listing.js';

/** The most that a sitemap may have (sitemaps.org). */
export const URLS_PER_SITEMAP = 50_000;

const SCHEMA = 'http://www.sitemaps.org/schemas/sitemap/0.9';

/** Only the marketplace and the documentation are for search engines. */
export const robotsFile = (origin: string): string =>
  [
    'User-agent: *',
    'Allow: /apps',
    'Allow: /assets/',
    'Allow: /docs',
    'Disallow: /',
    '',
    `Sitemap: ${origin}/sitemap.xml`,
    '',
  ].join('\n');

export const sitemapIndex = (origin: string, files: number): string =>
  documentOf(
    'sitemapindex',
    Array.from(
      { length: files },
      (_, i) => `<sitemap><loc>${origin}/sitemaps/${String(i + 1)}.xml</loc></sitemap>`,
    ),
  );

/** Slugs have no character that XML would read as markup. */
export const sitemapFile = (
  origin: string,
  apps: readonly { readonly slug: string; readonly reviewedAt: Date }[],
  isFirst: boolean,
): string =>
  documentOf('urlset', [
    ...(isFirst ? [`<url><loc>${origin}${APPS_PATH}</loc></url>`] : []),
    ...apps.map(
      ({ slug, reviewedAt }) =>
        `<url><loc>${origin}${listingPath(slug)}</loc><lastmod>${reviewedAt.toISOString()}</lastmod></url>`,
    ),
  ]);

const documentOf = (root: string, lines: readonly string[]): string =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<${root} xmlns="${SCHEMA}">\n${lines.join('\n')}\n</${root}>\n`;
