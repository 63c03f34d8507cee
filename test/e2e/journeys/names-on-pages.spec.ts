import { METHOD_METADATA, PATH_METADATA } from '@nestjs/common/constants.js';
import { RequestMethod } from '@nestjs/common';
import { SurfaceCensus } from '../../../src/platform/http/surface-census.js';
import { APP, PageTour, question, VISITS } from '../../support/page-tour.js';

/** Only names are in Hebrew here, so Hebrew outside of a `<bdi>` is a name that could reorder the server's text. */
const HEBREW = /[\u0590-\u05FF]+/u;

/** The text of the page without names: without markup, its attributes, and the initial in the avatar. */
const ourWords = (html: string): string =>
  html
    .replace(/<title>.*?<\/title>/, '')
    // Data for machines, which is not drawn.
    .replace(/<script type="application\/ld\+json">.*?<\/script>/s, '')
    .replaceAll(/<span class="avatar"[^>]*>.<\/span>/gu, '')
    .replaceAll(/<bdi>[^<]*<\/bdi>|\u2068[^\u2069<]*\u2069/g, '')
    .replaceAll(/<(?:"[^"]*"|[^">])*>/g, ' ');

const namesOn = (html: string): string[] =>
  [...html.matchAll(/<bdi>([^<]*)<\/bdi>/g)].map(([, name]) => String(name));

describe('a name that runs from right to left', () => {
  let tour: PageTour;
  beforeAll(async () => (tour = await PageTour.start()));
  afterAll(() => tour.stop());

  it('is looked for on every page there is (C9)', () => {
    const pages = tour.server.app
      .get(SurfaceCensus, { strict: false })
      .routes()
      .filter(
        ({ surface, handler }) =>
          ['page', 'catalogue'].includes(String(surface)) && methodOf(handler) === 'GET',
      )
      .map(({ controller, handler }) => pathOf(controller, handler));
    expect([...new Set(VISITS.map(([route]) => route))].sort()).toEqual(pages.sort());
  });

  it.each(VISITS.filter(([, visit]) => visit))(
    'reorders none of our words at %s (C9)',
    async (route, visit, names) => {
      const { html } = (await visit?.(tour)) ?? { html: '' };
      expect(ourWords(html)).not.toMatch(HEBREW);
      const shown = namesOn(html);
      for (const name of names) expect(shown).toContain(name);
      const { email } = route.startsWith('/staff') ? tour.reviewer : tour.ana.user;
      if (html.includes('Sign out')) expect(shown).toContain(email);
    },
  );

  it('reorders none in the title of a page, which knows no markup (C9)', async () => {
    const { html } = await question()(tour);
    expect(html).toContain(`<title>Disconnect \u2068${APP}\u2069? · Connected apps</title>`);
  });
});

const methodOf = (handler: object): string =>
  RequestMethod[Reflect.getMetadata(METHOD_METADATA, handler) as number] ?? '';

const pathOf = (...places: object[]): string =>
  `/${places
    .map((place) => Reflect.getMetadata(PATH_METADATA, place) as string)
    .filter((part) => !['', '/'].includes(part))
    .join('/')}`;
