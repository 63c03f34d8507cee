// Reads server-rendered pages just well enough to act on them: forms, their fields and labels, and links.

/** @typedef {{ name: string, value: string, type: string, checked: boolean, disabled: boolean, label: string, hint: string }} Field */
/** @typedef {{ label: string, hint: string }} Caption The first words beside a field, and all of them */
/** @typedef {{ action: string, method: string, fields: Field[], buttons: Field[] }} Form */
/** @typedef {{ href: string, text: string }} Link */

const ENTITIES = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ' };

/** @param {string} text */
const decode = (text) =>
  text.replace(/&(#x?[0-9a-f]+|[a-z]+);/gi, (whole, name) => {
    if (!name.startsWith('#')) return ENTITIES[/** @type {keyof ENTITIES} */ (name)] ?? whole;
    return String.fromCodePoint(Number(name[1] === 'x' ? `0${name.slice(1)}` : name.slice(1)));
  });

/** The words a reader sees. @param {string} html */
export const textOf = (html) =>
  decode(
    html
      .replace(/<(style|script|title)\b.*?<\/\1>/gis, ' ')
      .replace(/<[^>]*>/g, ' ')
      .replace(/\s+/g, ' '),
  ).trim();

/** @param {string} html */
export const titleOf = (html) => decode(/<title>(.*?)<\/title>/is.exec(html)?.[1] ?? '').trim();

/** @param {string} html @returns {Link[]} */
export const linksOf = (html) =>
  elements(html, 'a').map(({ attributes, inner }) => ({
    href: attributes.href ?? '',
    text: textOf(inner),
  }));

/** @param {string} html @returns {Form[]} */
export const formsOf = (html) =>
  elements(html, 'form').map(({ attributes, inner }) => {
    const labels = labelsOf(html);
    const inputs = tags(inner, 'input').map((input) => fieldOf(input, labels));
    return {
      action: attributes.action ?? '',
      method: (attributes.method ?? 'get').toUpperCase(),
      fields: [...inputs.filter(({ type }) => type !== 'submit'), ...selectsOf(inner, labels)],
      buttons: elements(inner, 'button').map((button) => ({
        ...fieldOf(button.attributes, labels),
        label: textOf(button.inner),
      })),
    };
  });

/** @param {string} html @param {Map<string, Caption>} labels @returns {Field[]} */
const selectsOf = (html, labels) =>
  elements(html, 'select').map(({ attributes, inner }) => {
    const options = tags(inner, 'option');
    const chosen = options.find((option) => 'selected' in option) ?? options[0] ?? {};
    return { ...fieldOf(attributes, labels), type: 'select', value: chosen.value ?? '' };
  });

/** @param {Record<string, string>} attributes @param {Map<string, Caption>} labels @returns {Field} */
const fieldOf = (attributes, labels) => ({
  name: attributes.name ?? '',
  value: attributes.value ?? (attributes.type === 'checkbox' ? 'on' : ''),
  type: attributes.type ?? 'text',
  checked: 'checked' in attributes,
  disabled: 'disabled' in attributes,
  ...(labels.get(attributes.id ?? '') ?? labels.get(nameAndValue(attributes)) ?? NO_CAPTION),
});

const NO_CAPTION = { label: '', hint: '' };

/** @param {Record<string, string>} attributes */
const nameAndValue = ({ name, value }) => `${name ?? ''}=${value ?? ''}`;

/** Captions by the id they are for, and by the field they enclose. @param {string} html */
function labelsOf(html) {
  /** @type {Map<string, Caption>} */
  const labels = new Map();
  for (const { attributes, inner } of elements(html, 'label')) {
    const [label = ''] = inner
      .split(/<[^>]*>/)
      .map(textOf)
      .filter(Boolean);
    const caption = { label, hint: textOf(inner) };
    if (attributes.for) labels.set(attributes.for, caption);
    for (const input of tags(inner, 'input')) labels.set(nameAndValue(input), caption);
  }
  return labels;
}

/** @param {string} html @param {'a' | 'form' | 'label' | 'button' | 'select'} name */
function elements(html, name) {
  const patterns = {
    a: /<a\b([^>]*)>(.*?)<\/a>/gis,
    form: /<form\b([^>]*)>(.*?)<\/form>/gis,
    label: /<label\b([^>]*)>(.*?)<\/label>/gis,
    button: /<button\b([^>]*)>(.*?)<\/button>/gis,
    select: /<select\b([^>]*)>(.*?)<\/select>/gis,
  };
  return [...html.matchAll(patterns[name])].map(([, attributes = '', inner = '']) => ({
    attributes: attributesOf(attributes),
    inner,
  }));
}

/** @param {string} html @param {'input' | 'option'} name */
const tags = (html, name) =>
  [...html.matchAll({ input: /<input\b([^>]*)>/gi, option: /<option\b([^>]*)>/gi }[name])].map(
    ([, attributes = '']) => attributesOf(attributes),
  );

/** @param {string} text @returns {Record<string, string>} */
const attributesOf = (text) =>
  Object.fromEntries(
    [...text.matchAll(/([a-z-]+)(?:="([^"]*)")?/gi)].map(([, name = '', value = '']) => [
      name.toLowerCase(),
      decode(value),
    ]),
  );
