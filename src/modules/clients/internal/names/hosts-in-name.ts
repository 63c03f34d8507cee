import { plainPunctuation } from './confusables.js';

/** What people take for the end of a host name, besides the two letters of a country. */
const ENDINGS = new Set(
  (
    'app biz cloud com dev edu gov info int io link live mil net online org page shop site store tech web website ' +
    'xyz'
  ).split(' '),
);

/** Two letters that end file names, and no host. */
const FILES = new Set(['js', 'ts']);

/** Host names that stand in the name of an app, in small letters: `Cal.com sync` has one, `Vue.js` has none. */
export const hostsIn = (name: string): string[] =>
  plainPunctuation(name)
    .toLowerCase()
    .replaceAll('。', '.')
    .split(/[^\p{L}\p{M}\p{N}.-]+/u)
    .map((word) => word.replaceAll(/^[.-]+|[.-]+$/g, ''))
    .filter((word) => isHost(word.split('.')));

function isHost(labels: readonly string[]): boolean {
  const last = labels.at(-1) ?? '';
  if (labels.length < 2 || labels.includes('') || FILES.has(last)) return false;
  return ENDINGS.has(last) || /^(?:[a-z]{2}|xn--[a-z0-9-]+)$/.test(last);
}
