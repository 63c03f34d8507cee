/**
 * State of a client. `registered`: nobody has authorized it yet. `approved`: somebody has. `retired`: unused for long.
 * `revived`: used again after that, and not authorized since. `suspended`: contained by staff. `restoring`: after that, it
 * works in the projects of its own organisation. `deleted`: by its developer, permanently. Transitions: `ClientLifeCycle`.
 */
export const CLIENT_STATES = [
  'registered',
  'approved',
  'retired',
  'revived',
  'suspended',
  'restoring',
  'deleted',
] as const;
export type ClientState = (typeof CLIENT_STATES)[number];

/** States in which a client may be used. */
const LIVE_STATES: readonly ClientState[] = ['registered', 'approved', 'revived', 'restoring'];

/** An unknown state is not live. */
export const isLive = ({ state }: { readonly state: ClientState }): boolean =>
  LIVE_STATES.includes(state);

/** Staff have suspended it, or are restoring it. */
export const isContained = (client: {
  readonly isSuspended: boolean;
  readonly isRestoring: boolean;
}): boolean => client.isSuspended || client.isRestoring;

const IN_LIVE_STATES = LIVE_STATES.map((state) => `'${state}'`).join(', ');

/** SQL: the same of client `c`. */
export const CLIENT_IS_LIVE = `c.state IN (${IN_LIVE_STATES})`;

/** SQL: client `c` is live or may be again: its developers keep it, and nobody else gets its name. */
export const CLIENT_IS_KEPT = `c.state IN (${IN_LIVE_STATES}, 'suspended')`;
