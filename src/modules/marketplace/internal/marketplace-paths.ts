import type { Category } from '../../app-profiles/app-listing.js';

export const APPS_PATH = '/apps';

export const connectPath = (slug: string): string => `/connect/${slug}`;

/** The index with these words, of this category, after this app. */
export function searchPath(
  { text = '', category = null }: { text?: string; category?: Category | null },
  after: string | null = null,
): string {
  const query = new URLSearchParams();
  if (text !== '') query.set('q', text);
  if (category !== null) query.set('category', category);
  if (after !== null) query.set('after', after);
  return query.size === 0 ? APPS_PATH : `${APPS_PATH}?${query.toString()}`;
}
