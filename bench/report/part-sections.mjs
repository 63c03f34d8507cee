import { parts } from '../parts/list.mjs';

export const sectionOf = (name, result) =>
  `## ${parts[name].title}\n\n${parts[name].describe(result)}`;

/** A section for each part that was measured. */
export const partSections = (results) =>
  Object.entries(results.parts)
    .map(([name, result]) => sectionOf(name, result))
    .join('\n\n');
