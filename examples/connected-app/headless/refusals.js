/** @typedef {import('../product-api.js').Answer} Answer */

export const INVALID_TOKEN = 'refused: 401 with a challenge that says invalid_token';

/** @param {number} status @param {string} code */
export const refusal = (status, code) => `refused: ${String(status)} ${code}`;

/** @param {Answer} answer @param {number} status @param {string} code */
export const isRefusal = (answer, status, code) =>
  answer.status === status && answer.body?.code === code;

/** @param {Answer} answer */
export const isInvalidToken = ({ status, challenge }) =>
  status === 401 && (challenge ?? '').includes('error="invalid_token"');
