/**
 * State of a client. `registered`: nobody has authorized it yet. `approved`: somebody has. `retired`: unused for long.
 * `revived`: used again after that, and not authorized since. `disabled`: by an operator. `deleted`: by its developer,
 * permanently. Transitions: `ClientLifeCycle`.
 */
export const CLIENT_STATES = [
  'registered',
  'approved',
  'retired',
  'revived',
  'disabled',
  'deleted',
] as const;
export type ClientState = (typeof CLIENT_STATES)[number];

/** States in which a client may be used. */
const LIVE_STATES: readonly ClientState[] = ['registered', 'approved', 'revived'];

/** An unknown state is not live. */
export const isLive = ({ state }: { readonly state: ClientState }): boolean =>
  LIVE_STATES.includes(state);

/** SQL: the same of client `c`. */
export const CLIENT_IS_LIVE = `c.state IN (${LIVE_STATES.map((state) => `'${state}'`).join(', ')})`;
