/** Markup that is safe to stand in a page as it is. */
export class Markup {
  /** @param {string} text */
  constructor(text) {
    this.text = text;
  }

  toString() {
    return this.text;
  }
}

const ESCAPES = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** @param {string} text */
const escape = (text) =>
  text.replace(/[&<>"']/g, (each) => ESCAPES[/** @type {keyof ESCAPES} */ (each)]);

/** @param {unknown} value @returns {string} */
function render(value) {
  if (value instanceof Markup) return value.text;
  if (Array.isArray(value)) return value.map(render).join('');
  return value === null || value === undefined || value === false ? '' : escape(String(value));
}

/**
 * A template whose values are escaped, unless they are markup themselves.
 * @param {TemplateStringsArray} parts
 * @param {...unknown} values
 */
export const html = (parts, ...values) =>
  new Markup(parts.map((part, i) => part + render(values[i])).join(''));
