import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';

const AXE = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');

/**
 * What axe finds wrong with the page as it is, by rule and element. Axe is injected, so the visitor has a profile with
 * `javaScript` and `bypassPolicy`.
 */
export async function faultsOf(page: Page): Promise<string[]> {
  await page.evaluate(AXE);
  const { violations } = await page.evaluate<{
    violations: { id: string; nodes: { html: string }[] }[];
  }>('axe.run()');
  return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
}

/** The accessible name of a control: `checkbox "Segments"`. */
export interface Control {
  readonly role: string;
  readonly name: string;
}

const CONTROLS = new Set([
  'button',
  'checkbox',
  'combobox',
  'link',
  'radio',
  'searchbox',
  'textbox',
  'DisclosureTriangle',
]);

/** All controls of the page, by the accessible names that Chromium computes. */
export async function controlsOf(page: Page): Promise<Control[]> {
  const session = await page.context().newCDPSession(page);
  const { nodes } = await session.send('Accessibility.getFullAXTree');
  await session.detach();
  return nodes
    .filter(({ ignored, role }) => !ignored && CONTROLS.has(String(role?.value)))
    .map(({ role, name }) => ({ role: String(role?.value), name: String(name?.value ?? '') }));
}

/** Controls without a name, and those whose name another of the same role has. */
export async function namesAmiss(page: Page): Promise<string[]> {
  const names = (await controlsOf(page)).map(({ role, name }) => `${role} "${name}"`);
  return names.filter((each, index) => each.endsWith('""') || names.indexOf(each) !== index);
}

/** Elements that overflow the page at this width, so that it would scroll horizontally. */
export async function overflowAt(page: Page, width: number): Promise<string[]> {
  await page.setViewportSize({ width, height: 780 });
  return page.evaluate(() => {
    const limit = document.documentElement.clientWidth;
    const outside = [...document.querySelectorAll('body *')]
      .filter((element) => element.getBoundingClientRect().right > limit + 0.5)
      .map(({ outerHTML }) => outerHTML.slice(0, 120));
    const { scrollWidth } = document.documentElement;
    return scrollWidth > limit ? [`${String(scrollWidth)} px wide`, ...outside] : outside;
  });
}
