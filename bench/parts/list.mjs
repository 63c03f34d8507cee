import { growth } from './growth.mjs';
import { logins } from './logins.mjs';
import { memory } from './memory.mjs';
import { oneConnection } from './one-connection.mjs';
import { races } from './races.mjs';
import { startUp } from './start-up.mjs';
import { unguarded } from './unguarded.mjs';

/** What is measured beside the works, by name, in this order. */
export const parts = {
  unguarded,
  races,
  'one-connection': oneConnection,
  logins,
  'start-up': startUp,
  memory,
  growth,
};
