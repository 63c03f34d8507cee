import type { VNode } from 'preact';
import type { Guide } from './guide.js';

/** Sections of the guide that readers of the reference look for: their anchors, and what they are called here. */
const TOPICS = [
  ['lists-and-pages', 'Lists and pages'],
  ['calling-the-api', 'Errors'],
  ['idempotency', 'Idempotency'],
  ['how-often', 'Rate limits'],
  ['versions', 'Versions'],
] as const;

/** Where the collection for Postman is. */
export const POSTMAN_PATH = '/docs/postman.json';

/** Links between the pages of the documentation. `current`: the anchor of a section, `guide`, `problems` or `reference`. */
export function DocsNavigation({ guide, current }: { guide: Guide; current: string }): VNode {
  const topics = TOPICS.filter(([name]) => guide.sections.some(({ slug }) => slug === name));
  const pages = [
    ['reference', '/docs', 'Reference'],
    ['guide', '/docs/guide', 'Guide'],
    ...topics.map(([name, title]) => [name, `/docs/guide/${name}`, title] as const),
    ['problems', '/problems', 'Problems'],
    ['openapi', '/openapi.json', 'OpenAPI 3.1'],
    ['postman', POSTMAN_PATH, 'Postman'],
  ] as const;
  return (
    <nav class="docs-nav" aria-label="Documentation">
      <link rel="stylesheet" href="/docs/assets/docs.css" />
      <ul>
        {pages.map(([name, href, title]) => (
          <li>
            <a href={href} aria-current={name === current ? 'page' : undefined}>
              {title}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}
