import { documented } from '../../platform/http/documented.js';

/** Calls that have a budget of their own. */
export type LimitClass =
  'read' | 'search' | 'scroll' | 'aggregate' | 'ingest' | 'write' | 'send' | 'spec';

/** The budget that calls of this handler come out of. Without it: `read` for a GET, `write` for any other method. */
export const LimitClass = (name: LimitClass): MethodDecorator =>
  documented(({ ApiExtension }) => ApiExtension('x-limit-class', name));
