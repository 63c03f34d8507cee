import { memberOf, post } from './http-text.mjs';

/** RFC 7591. State: `metadata`, an object. */
export const registration = {
  request(state) {
    state.json ??= JSON.stringify(state.metadata);
    return post(state, state.json, 'application/json');
  },
  accept: (state, status, body) =>
    status === (state.status ?? 201) && memberOf(body, 'client_id') !== undefined,
};
