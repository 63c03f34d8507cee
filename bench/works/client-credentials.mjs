import { memberOf, post } from './http-text.mjs';

/** State: `form`, fixed parameters. */
export const clientCredentials = {
  request: (state) => post(state, `${state.form}grant_type=client_credentials`),
  accept: (_state, status, body) => status === 200 && memberOf(body, 'access_token') !== undefined,
};
