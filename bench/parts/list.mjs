import { races } from './races.mjs';

/** What is measured beside the works, by name, in this order. */
export const parts = { races };
