import { readFileSync } from 'node:fs';

/** The places of the line, from left to right, read from the file: it is an ES module, which tests cannot import. */
export const LINE: readonly string[] = [
  ...readFileSync('.dependency-cruiser.js', 'utf8').matchAll(/^ {2}'([a-z/-]+)',$/gm),
].map(([, place = '']) => place);

/** Where in the line a file is; undefined for the composition root, `boot` and `demo`, which see all. */
export const placeOf = (path: string): string | undefined =>
  LINE.find((place) => path.startsWith(`src/${place}/`));
