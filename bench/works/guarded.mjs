import { get } from './http-text.mjs';

/** One GET of a resource with an access token. State: `headers.Authorization`, and `expect`, a part of the answer. */
export const guarded = {
  request: get,
  accept: (state, status, body) => status === 200 && body.includes(state.expect),
};
