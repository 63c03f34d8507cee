import { post } from './http-text.mjs';

/** RFC 7662. State: `form`, fixed parameters, and `token`, a valid access token. */
export const introspection = {
  request: (state) => post(state, `${state.form}token=${state.token}`),
  accept: (_state, status, body) => status === 200 && body.includes('"active":true'),
};
