import { STYLESHEET } from '../../../../src/platform/pages/stylesheet.js';

type Colours = ReadonlyMap<string, string>;

const coloursIn = (css: string): Colours =>
  new Map(
    [...css.matchAll(/--([\w-]+): (#[0-9a-f]{6});/g)].map(
      ([, name, hex]) => [name, hex] as [string, string],
    ),
  );

const [, light = '', dark = ''] = STYLESHEET.split(':root {');
const SCHEMES: readonly (readonly [string, Colours])[] = [
  ['light', coloursIn(light)],
  ['dark', coloursIn(dark)],
];

/** WCAG 2.2, "relative luminance". */
function luminance(hex: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const channel = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(one: string, other: string): number {
  const [dim = 0, bright = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (bright + 0.05) / (dim + 0.05);
}

/** Text and the grounds that it stands on: 4.5 to 1 (WCAG 2.2, 1.4.3). */
const TEXTS: Readonly<Record<string, readonly string[]>> = {
  ink: ['paper', 'surface', 'sunken', 'accent-tint', 'caution-tint', 'danger-tint'],
  'ink-soft': ['paper', 'surface', 'sunken', 'accent-tint', 'caution-tint', 'danger-tint'],
  accent: ['paper', 'surface'],
  'accent-deep': ['paper', 'surface', 'accent-tint'],
  danger: ['surface'],
  'danger-deep': ['danger-tint'],
  caution: ['caution-tint'],
  'on-accent': ['accent', 'accent-deep'],
  'on-danger': ['danger', 'danger-deep'],
};

/** Borders of fields and marks of what is chosen: 3 to 1 (1.4.11). */
const MARKS: Readonly<Record<string, readonly string[]>> = {
  'line-strong': ['surface', 'paper'],
  accent: ['surface', 'paper'],
  danger: ['surface'],
};

describe.each(SCHEMES)('the colours of pages in %s', (_, colours) => {
  const pairs = (of: typeof TEXTS) =>
    Object.entries(of).flatMap(([one, grounds]) => grounds.map((ground) => [one, ground] as const));
  const between = (one: string, other: string): number =>
    contrast(colours.get(one) ?? '', colours.get(other) ?? '');

  it('have the same names as in the other scheme', () => {
    const names = SCHEMES.map(([, { size }]) => size);
    expect([...colours.keys()].sort()).toEqual([...(SCHEMES[0]?.[1].keys() ?? [])].sort());
    expect(new Set(names).size).toBe(1);
  });

  it.each(pairs(TEXTS))('let %s be read on %s', (text, ground) => {
    expect(between(text, ground)).toBeGreaterThanOrEqual(4.5);
  });

  it.each(pairs(MARKS))('let %s be seen on %s', (mark, ground) => {
    expect(between(mark, ground)).toBeGreaterThanOrEqual(3);
  });
});

it('no rule has a colour of its own', () => {
  const rules = STYLESHEET.replaceAll(/--[\w-]+: [^;]+;/g, '').replaceAll(/rgb\(0 0 0[^)]*\)/g, '');
  expect(rules.match(/#[0-9a-fA-F]{3,8}\b(?=[;\s])|rgb\(/g)).toBeNull();
});
