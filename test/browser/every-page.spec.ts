import { Chromium } from '../support/chromium.js';
import type { Visitor } from '../support/actors/visitor.js';
import { faultsOf, overflowAt } from '../support/page-checks.js';
import { PageTour, VISITS } from '../support/page-tour.js';

/** Every page that the server has, with much on it: the tour of names compares its list with the routes. */
describe('every page', () => {
  let tour: PageTour;
  let chromium: Chromium;
  let visitor: Visitor;

  beforeAll(async () => {
    chromium = await Chromium.launch();
    tour = await PageTour.start();
    visitor = await chromium.open(tour.server, { javaScript: true, bypassPolicy: true });
    await visitor.open('/login');
  });
  afterAll(async () => {
    await chromium.close();
    await tour.stop();
  });

  it.each(VISITS.flatMap(([route, visit]) => (visit ? [[route, visit] as const] : [])))(
    'fits, and axe finds nothing, light and dark, wide and on a phone: %s',
    async (_route, visit) => {
      const { page } = visitor;
      const { html } = await visit(tour);
      for (const width of [1280, 390]) {
        await page.setViewportSize({ width, height: 800 });
        for (const colorScheme of ['light', 'dark'] as const) {
          await page.emulateMedia({ colorScheme });
          await page.setContent(html);
          const faults = await faultsOf(page);
          expect({ width, colorScheme, faults }).toEqual({ width, colorScheme, faults: [] });
        }
        expect({ width, overflow: await overflowAt(page, width) }).toEqual({ width, overflow: [] });
      }
      expect(await page.locator('h1').count()).toBe(1);
    },
  );
});
