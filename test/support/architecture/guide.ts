import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TreeCopy } from './tree-copy.js';

/** A fenced block of a guide that names a file: the whole file, or lines to insert. */
export interface GuideBlock {
  readonly kind: string;
  readonly path: string;
  readonly text: string;
}

/** Blocks whose info string has a language and a path, as in "```ts src/…". */
export function readGuide(file: string): GuideBlock[] {
  const blocks = readFileSync(file, 'utf8').matchAll(/^```(\w+) (\S+)\n([\s\S]*?)^```$/gm);
  return [...blocks].map(([, kind = '', path = '', text = '']) => ({ kind, path, text }));
}

/** Applies each block, in order, as a reader would. */
export function followGuide(blocks: readonly GuideBlock[], copy: TreeCopy): void {
  for (const { kind, path, text } of blocks) {
    if (kind !== 'diff') copy.plant(path, text);
    else copy.plant(path, insert(readFileSync(join(copy.root, path), 'utf8'), text, path));
  }
}

/** Inserts the lines with `+` below the one line before them. */
function insert(file: string, diff: string, path: string): string {
  const lines = diff.split('\n').filter((line) => line !== '');
  const anchor = lines.find((line) => line.startsWith(' '))?.slice(1);
  const added = lines.filter((line) => line.startsWith('+')).map((line) => line.slice(1));
  const target = file.split('\n');
  const matches = target.flatMap((line, index) => (line === anchor ? [index] : []));
  if (matches.length !== 1) {
    throw new Error(
      `The guide wants to add to ${path} below "${anchor}", found ${matches.length} times`,
    );
  }
  return target.toSpliced((matches[0] ?? 0) + 1, 0, ...added).join('\n');
}
