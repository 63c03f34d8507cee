import { html } from './html-text.js';

/** @typedef {import('./product-api.js').Answer} Answer */

/** @param {string} action @param {string} label @param {string} [kind] */
export const button = (action, label, kind = '') =>
  html`<form method="post" action="${action}"><button class="${kind}">${label}</button></form>`;

/** What the server said when it refused. @param {Answer} answer */
export const answerLine = ({ method, path, status, body }) =>
  html`<div class="answer">
    <code>${method} ${path}</code>
    <p><strong>${status} ${body?.code}</strong> ${body?.detail}</p>
  </div>`;
