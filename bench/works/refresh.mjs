import { memberOf, post } from './http-text.mjs';

/** A chain of rotations for each connection. State: `form`, fixed parameters, and `token`, the current one. */
export const refresh = {
  request: (state) =>
    post(state, `grant_type=refresh_token&${state.form}refresh_token=${state.token}`),
  accept(state, status, body) {
    const next = memberOf(body, 'refresh_token');
    if (status !== 200 || next === undefined || next === state.token) return false;
    state.token = next;
    return memberOf(body, 'access_token') !== undefined;
  },
};
