import { createHash } from 'node:crypto';
import { catalogue } from './styles/catalogue.css.js';
import { base } from './styles/base.css.js';
import { forms } from './styles/forms.css.js';
import { layout } from './styles/layout.css.js';
import { parts } from './styles/parts.css.js';

/** The one stylesheet. In TypeScript so that the build has no other kind of file to copy. */
export const STYLESHEET = [base, layout, forms, parts, catalogue].join('\n').trimStart();

/** A hash of the contents in the URL, so that browsers may cache it permanently. */
export const STYLESHEET_VERSION = createHash('sha256')
  .update(STYLESHEET)
  .digest('hex')
  .slice(0, 12);

export const STYLESHEET_PATH = `/assets/style.css?v=${STYLESHEET_VERSION}`;

/** The icon: two linked rings. */
export const ICON = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24"><rect width="24" height="24" rx="7" fill="#17635a"/><g fill="none" stroke="#fff" stroke-width="1.9"><circle cx="9.4" cy="12" r="4.1"/><circle cx="14.6" cy="12" r="4.1"/></g></svg>`;
