import { growth } from './growth.mjs';
import { logins } from './logins.mjs';
import { memory } from './memory.mjs';
import { oneConnection } from './one-connection.mjs';
import { productApi } from './product-api/product-api.mjs';
import { races } from './races.mjs';
import { startUp } from './start-up.mjs';
import { unguarded } from './unguarded.mjs';

/** What is measured beside the works, by name, in this order: those that restart servers, and so cool them, come last. */
export const parts = {
  'one-connection': oneConnection,
  races,
  logins,
  unguarded,
  'start-up': startUp,
  memory,
  'product-api': productApi,
  growth,
};
