import type { VNode } from 'preact';
import type { IndexedPage } from './outcome.js';

/** What a page says to search engines (schema.org) and to sites that show a link to it (Open Graph). */
export const Indexed = ({
  title,
  canonical,
  description,
  language,
  alternates,
  data,
}: IndexedPage & { readonly title: string }): VNode => (
  <>
    <meta name="description" content={description} />
    <link rel="canonical" href={canonical} />
    {alternates.map(([tag, address]) => (
      <link rel="alternate" hreflang={tag} href={address} />
    ))}
    <meta property="og:type" content="website" />
    <meta property="og:title" content={title} />
    <meta property="og:description" content={description} />
    <meta property="og:url" content={canonical} />
    <meta property="og:locale" content={language} />
    <script type="application/ld+json" dangerouslySetInnerHTML={{ __html: inScript(data) }} />
  </>
);

/** JSON that neither ends its element nor begins a comment in it (HTML §4.12.1.3). Browsers do not run it. */
const inScript = (data: object): string =>
  JSON.stringify(data)
    .replaceAll('<', '\\u003c')
    .replaceAll('>', '\\u003e')
    .replaceAll('\u2028', '\\u2028')
    .replaceAll('\u2029', '\\u2029');
