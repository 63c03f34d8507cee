import type { TestDatabase } from '../test-database.js';

/** The project of a sample. `mark` is in every text, so that a leak is detected. */
export interface SampleProject {
  readonly database: TestDatabase;
  readonly projectId: string;
  readonly mark: string;
  readonly phone: string;
}

/** Wire ids and other values of path parameters, by the name that samples give them. */
export type Things = Readonly<Record<string, string>>;

/** What a successful call of a route needs besides the project. */
export interface RouteSample {
  /** Path parameters by name; a route without any needs none. */
  readonly path?: (things: Things) => Readonly<Record<string, string | undefined>>;
  /** Restores, before each call, what a call uses up. */
  readonly restore?: (
    project: Omit<SampleProject, 'mark' | 'phone'>,
    things: Things,
  ) => Promise<unknown>;
  /** The JSON body; empty by default. */
  readonly body?: (things: Things) => object;
  readonly headers?: Readonly<Record<string, string>>;
  /** The query, without `?`. */
  readonly query?: string;
}

/** The routes of one area of the Product API, and the data they refer to. */
export interface SampleArea {
  readonly add: (project: SampleProject) => Promise<Things>;
  /** By `METHOD /path`. A route with a path parameter that has no line fails the matrix. */
  readonly routes: Readonly<Record<string, RouteSample>>;
}
