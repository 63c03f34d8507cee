import { memberOf, post } from './http-text.mjs';

/**
 * Redeems codes that were stored before, with their verifier. State: `form`, `verifier`, `redirectUri` (encoded), and
 * `codes`, each used once.
 */
export const code = {
  usesUp: 'codes',
  request(state) {
    const next = state.codes.pop();
    if (next === undefined) return null;
    return post(
      state,
      `grant_type=authorization_code&${state.form}code=${next}&redirect_uri=${state.redirectUri}&code_verifier=${state.verifier}`,
    );
  },
  accept: (_state, status, body) =>
    status === 200 &&
    memberOf(body, 'access_token') !== undefined &&
    memberOf(body, 'refresh_token') !== undefined,
};
