import { parts } from '../parts/list.mjs';

/** A section for each part that was measured. */
export const partSections = (results) =>
  Object.entries(results.parts)
    .map(([name, result]) => `## ${parts[name].title}\n\n${parts[name].describe(result)}`)
    .join('\n\n');
