import { html } from './html-text.js';

/** @typedef {import('./product-api.js').Answer} Answer */

/** `of`: what it is about, for who hears the page, where several say the same. @param {string} action @param {string} label @param {{ kind?: string, of?: string }} [more] */
export const button = (action, label, { kind = '', of } = {}) =>
  html`<form method="post" action="${action}">
    <button class="${kind}" aria-label="${of === undefined ? label : `${label}, ${of}`}">
      ${label}
    </button>
  </form>`;

/** What the server said when it refused. @param {Answer} answer */
export const answerLine = ({ method, path, status, body }) =>
  html`<div class="answer">
    <code>${method} ${path}</code>
    <p><strong>${status} ${body?.code}</strong> ${body?.detail}</p>
  </div>`;
