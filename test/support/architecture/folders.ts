import { dirname } from 'node:path';
import type { Import } from './cruise.js';

/**
 * Below `internal/` each folder is a part of its module; the module's folder is its interface, and imports its parts.
 */
const PART = /^(src\/(?:modules\/|product-api\/)?[^/]+)\/internal(?:\/|$)/;

/** Cyclic imports between folders of one module, also indirect ones. */
export function folderCycles(imports: readonly Import[]): string[][] {
  const reached = reachableFrom(arrowsBetweenParts(imports));
  const cycles = new Map<string, string[]>();
  for (const [folder, others] of reached) {
    if (!others.has(folder)) continue;
    const cycle = [...others].filter((other) => reached.get(other)?.has(folder)).sort();
    cycles.set(cycle.join(), cycle);
  }
  return [...cycles.values()];
}

function arrowsBetweenParts(imports: readonly Import[]): Map<string, Set<string>> {
  const arrows = new Map<string, Set<string>>();
  for (const [from, to] of imports.map((each) => [dirname(each.from), dirname(each.to)] as const)) {
    const module = PART.exec(from)?.[1];
    if (module === undefined || module !== PART.exec(to)?.[1] || from === to) continue;
    arrows.set(from, (arrows.get(from) ?? new Set()).add(to));
  }
  return arrows;
}

/** For each folder, all that it imports directly or indirectly. */
function reachableFrom(arrows: Map<string, Set<string>>): Map<string, Set<string>> {
  const reached = new Map<string, Set<string>>();
  for (const folder of arrows.keys()) {
    // The set grows during the iteration.
    const found = new Set(arrows.get(folder));
    for (const next of found) for (const other of arrows.get(next) ?? []) found.add(other);
    reached.set(folder, found);
  }
  return reached;
}
