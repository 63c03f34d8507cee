import { createHash } from 'node:crypto';
import { base } from './styles/base.css.js';
import { forms } from './styles/forms.css.js';
import { layout } from './styles/layout.css.js';
import { parts } from './styles/parts.css.js';

/** The one stylesheet. Kept in TypeScript so that the build has no second kind of file to carry along. */
export const STYLESHEET = [base, layout, forms, parts].join('\n').trimStart();

/** Names the contents in the address, so that browsers may keep it for good and still see each change at once. */
export const STYLESHEET_VERSION = createHash('sha256')
  .update(STYLESHEET)
  .digest('hex')
  .slice(0, 12);

export const STYLESHEET_PATH = `/assets/style.css?v=${STYLESHEET_VERSION}`;

/** The brand mark: two rings that hold on to each other. */
export const ICON = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24"><rect width="24" height="24" rx="7" fill="#17635a"/><g fill="none" stroke="#fff" stroke-width="1.9"><circle cx="9.4" cy="12" r="4.1"/><circle cx="14.6" cy="12" r="4.1"/></g></svg>`;
