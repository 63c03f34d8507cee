import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The options of V8 that `npm start` gives. Every target gets them: they are no merit of one. */
export function nodeOptions(root) {
  const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  return scripts.start.split(' ').filter((word) => word.startsWith('--'));
}
