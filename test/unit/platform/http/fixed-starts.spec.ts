import express, { type Express } from 'express';
import { BoundedExpressAdapter } from '../../../../src/platform/http/bounded-adapter.js';
import { rejectByStart } from '../../../../src/platform/http/fixed-starts.js';

interface Layer {
  match(path: string): unknown;
}

const PATTERNS = ['/a', '/a/b', '/a/:id', '/a{/}', '/a/:id/c/:other', '/b/*rest', '/', '/:id'];
const PATHS = [
  ...[
    '/',
    '/a',
    '/a/',
    '/a/b',
    '/a/bb',
    '/a/1/c/2',
    '/a/1/c',
    '/A',
    '/A/b',
    '/b/x/y',
    '/b/',
    '/ab',
  ],
  ...['/c', '//', '/%61', '/a/%2F', '/a/%', '', 'a', '/a:id', '/a/:id'],
];

const appWith = (...patterns: (string | RegExp | string[])[]): Express => {
  const app = express().set('case sensitive routing', true).set('strict routing', true);
  for (const pattern of patterns) app.get(pattern, (_, response) => void response.end());
  return app;
};

const layersOf = (app: Express): Layer[] =>
  (app as unknown as { router: { stack: Layer[] } }).router.stack;

/** What each route says to each path. */
const matches = (app: Express): unknown[] =>
  layersOf(app).map((layer) =>
    PATHS.map((path) => {
      try {
        return layer.match(path);
      } catch (error) {
        return error;
      }
    }),
  );

describe('routes that reject by their fixed start', () => {
  it('match what they matched before, with the same parameters', () => {
    const before = appWith(...PATTERNS, /^\/a/, ['/a', '/b/:id']);
    const after = appWith(...PATTERNS, /^\/a/, ['/a', '/b/:id']);
    rejectByStart(after);
    expect(matches(after)).toEqual(matches(before));
  });

  it('do not try their pattern, once Nest has made all of them', () => {
    const app = appWith('/a/:id', '/b/:id');
    const tried = layersOf(app).map((layer) => jest.spyOn(layer, 'match'));
    new BoundedExpressAdapter(app).setNotFoundHandler(() => undefined);
    expect(layersOf(app).map((layer) => Boolean(layer.match('/b/1')))).toContain(true);
    expect(tried.map(({ mock }) => mock.calls.length)).toEqual([0, 1]);
  });
});
