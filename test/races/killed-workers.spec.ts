import { disturbances } from '../support/races/disturbances.js';

/** `npm run test:races` has the whole of it. */
const KILLS = process.env.RACE_ROUNDS === undefined ? 3 : 20;

disturbances(`whose worker is killed ${String(KILLS)} times`, (sending) =>
  sending.killWorkers(KILLS),
);
