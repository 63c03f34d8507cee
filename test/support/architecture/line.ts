import { readFileSync } from 'node:fs';

/**
 * The modules in their order, from left to right, read from the file: it is an ES module, which tests cannot import.
 */
export const LINE: readonly string[] = [
  ...readFileSync('.dependency-cruiser.js', 'utf8').matchAll(/^ {2}'([a-z/-]+)',$/gm),
].map(([, module = '']) => module);

/** The module of a file; undefined for the composition root, `boot` and `demo`, which may import all. */
export const moduleOf = (path: string): string | undefined =>
  LINE.find((module) => path.startsWith(`src/${module}/`));
