import { disturbances } from '../support/races/disturbances.js';

/** `npm run test:races` has the whole of it. */
const CUTS = process.env.RACE_ROUNDS === undefined ? 3 : 10;

disturbances(`whose connections to the database are cut ${String(CUTS)} times`, (sending) =>
  sending.cutConnections(CUTS),
);
