import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** The guide for those who make apps. It is run by tests, so that the pages say what is. */
const FILE = join('docs', 'connecting-an-app.md');

/** A part of the guide: a heading with all below it, as HTML. */
export interface GuideSection {
  /** Of its anchor, `the-first-200`. */
  readonly slug: string;
  readonly title: string;
  readonly html: string;
}

export interface Guide {
  readonly title: string;
  /** Before the first section. */
  readonly lead: string;
  readonly sections: readonly GuideSection[];
}

let guide: Promise<Guide> | undefined;

/** Reads and renders it once. */
export function readGuide(root = process.cwd()): Promise<Guide> {
  guide ??= render(join(root, FILE)).catch((error: unknown) => {
    // The next request tries again.
    guide = undefined;
    throw error;
  });
  return guide;
}

async function render(file: string): Promise<Guide> {
  const [{ default: MarkdownIt }, text] = await Promise.all([
    import('markdown-it'),
    readFile(file, 'utf8'),
  ]);
  const markdown = new MarkdownIt({ html: false });
  const [head = '', ...parts] = withoutComments(text).split(/^## /m);
  const [title = '', ...lead] = head.replace(/^# /, '').split('\n');
  return {
    title,
    lead: withAnchors(markdown.render(lead.join('\n'))),
    sections: parts.map((part) => {
      const [heading = '', ...rest] = part.split('\n');
      const html = withAnchors(markdown.render(rest.join('\n')));
      return { slug: slugOf(heading), title: heading, html };
    }),
  };
}

/** Comments name blocks for the test that runs them. */
const withoutComments = (text: string): string => text.replaceAll(/^<!--.*?-->\n/gm, '');

/** Headings below sections get the anchors that links in the text have; tables scroll on phones. */
const withAnchors = (html: string): string =>
  html
    .replaceAll(
      /<h3>(.*?)<\/h3>/g,
      (_, title: string) => `<h3 id="${slugOf(title.replaceAll(/<[^>]+>/g, ''))}">${title}</h3>`,
    )
    .replaceAll('<table>', '<div class="table-scroll" tabindex="0" role="group"><table>')
    .replaceAll('</table>', '</table></div>')
    .replaceAll('<pre>', '<pre tabindex="0">')
    // Beside the sources, but not here.
    .replaceAll(/<a href="(?!#|https?:)[^"]*">(.*?)<\/a>/g, '$1');

/** The anchor of a heading, as repositories write it. */
const slugOf = (title: string): string =>
  title
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
    .replaceAll(' ', '-');
