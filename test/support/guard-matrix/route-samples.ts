import type { ProductRoute } from '../../../src/product-api/access/product-route.js';
import { titleOf } from './find-routes.js';
import type { RouteSample, SampleArea, SampleProject, Things } from './route-sample.js';
import { AUDIENCE_SAMPLES } from './samples/audience.js';
import { AUDIT_SAMPLES } from './samples/audit.js';
import { CAMPAIGN_SAMPLES } from './samples/campaigns.js';
import { DATA_SOURCE_SAMPLES } from './samples/data-sources.js';
import { EVENT_SAMPLES } from './samples/events.js';
import { AUTOMATION_SAMPLES } from './samples/automations.js';
import { IMPORT_SAMPLES } from './samples/imports.js';
import { MESSAGE_SAMPLES } from './samples/messages.js';
import { SEGMENT_SAMPLES } from './samples/segments.js';
import { SPEC_SAMPLES } from './samples/specs.js';
import { WEBHOOK_SAMPLES } from './samples/webhooks.js';

/** A file of `samples/` for each area. */
const AREAS: readonly SampleArea[] = [
  AUDIENCE_SAMPLES,
  AUDIT_SAMPLES,
  CAMPAIGN_SAMPLES,
  DATA_SOURCE_SAMPLES,
  EVENT_SAMPLES,
  IMPORT_SAMPLES,
  AUTOMATION_SAMPLES,
  MESSAGE_SAMPLES,
  SEGMENT_SAMPLES,
  SPEC_SAMPLES,
  WEBHOOK_SAMPLES,
];

/** All data that samples refer to, in one project. */
export async function addThings(project: SampleProject): Promise<Things> {
  let things: Things = {};
  for (const { add } of AREAS) things = { ...things, ...(await add(project)) };
  return things;
}

export const sampleOf = (route: ProductRoute): RouteSample =>
  AREAS.map(({ routes }) => routes[titleOf(route)]).find((sample) => sample !== undefined) ?? {};

/** The path of a route with all parameters. `project` is a wire id. */
export function pathTo(route: ProductRoute, project: string, things: Things): string {
  const { path, query } = sampleOf(route);
  const parameters: Readonly<Record<string, string | undefined>> = { project, ...path?.(things) };
  const filled = route.path.replaceAll(/:(\w+)/g, (_, name: string) => {
    const value = parameters[name];
    if (value === undefined) {
      throw new Error(`Add ${titleOf(route)} to a file of test/support/guard-matrix/samples`);
    }
    return encodeURIComponent(value);
  });
  return query === undefined ? filled : `${filled}?${query}`;
}
