/**
 * Where a client is in its life. `registered`: nobody has let it in yet. `approved`: somebody has. `retired`: put to rest
 * because nobody used it. `revived`: it came back after that, and nobody has let it in since. `disabled`: shut out by us.
 * `deleted`: for good, by whoever made it. The ways from one to the other: `ClientLifeCycle`.
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

/** In which a client may do anything at all. */
const LIVE_STATES: readonly ClientState[] = ['registered', 'approved', 'revived'];

/** A state that is not known lets nobody in. */
export const isLive = ({ state }: { readonly state: ClientState }): boolean =>
  LIVE_STATES.includes(state);

/** SQL: the same of client `c`. */
export const CLIENT_IS_LIVE = `c.state IN (${LIVE_STATES.map((state) => `'${state}'`).join(', ')})`;
