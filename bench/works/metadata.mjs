import { get } from './http-text.mjs';

/** RFC 8414. */
export const metadata = {
  request: get,
  accept: (_state, status, body) => status === 200 && body.includes('"token_endpoint"'),
};
