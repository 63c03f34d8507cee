import { get } from './http-text.mjs';

/** OpenID Connect Core §5.3. State: `headers.Authorization`. */
export const userInfo = {
  request: get,
  accept: (_state, status, body) => status === 200 && body.includes('"sub":"'),
};
