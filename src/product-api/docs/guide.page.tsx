import type { VNode } from 'preact';
import type { PageContent } from '../../platform/pages/outcome.js';
import { Heading, Stack } from '../../platform/pages/parts.js';
import type { Guide, GuideSection } from './guide.js';
import { DocsNavigation } from './navigation.js';

/** The whole guide on one page. */
export const guidePage = (guide: Guide): PageContent => ({
  title: guide.title,
  width: 'wide',
  body: (
    <Stack>
      <Heading title={guide.title} />
      <DocsNavigation guide={guide} current="guide" />
      <Prose html={guide.lead} />
      {guide.sections.map(({ slug, title, html }) => (
        <section class="stack" aria-labelledby={slug}>
          <h2 id={slug}>{title}</h2>
          <Prose html={html} />
        </section>
      ))}
    </Stack>
  ),
});

/** One section; its links to others lead to the whole guide. */
export const sectionPage = (guide: Guide, { slug, title, html }: GuideSection): PageContent => ({
  title,
  width: 'wide',
  body: (
    <Stack>
      <Heading title={title} />
      <DocsNavigation guide={guide} current={slug} />
      <Prose html={html.replaceAll('href="#', 'href="/docs/guide#')} />
    </Stack>
  ),
});

/** The guide is ours, and its Markdown is rendered without HTML. */
const Prose = ({ html }: { html: string }): VNode => (
  <div class="prose" dangerouslySetInnerHTML={{ __html: html }} />
);
