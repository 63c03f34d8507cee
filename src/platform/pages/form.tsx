import type { ComponentChildren, VNode } from 'preact';
import { CurrentPage, usePage } from './page-context.js';

/** A form needs a session, whose CSRF token it carries. */
export class NoSessionError extends Error {}

interface FormProps {
  /** Path on this server that the form posts to. */
  readonly action: string;
  readonly class?: string;
  readonly id?: string;
  /** It has a `FileField`. */
  readonly upload?: boolean;
  readonly children: ComponentChildren;
}

/** Posts its fields with the CSRF token of the session. The only way to write a form: lint refuses others. */
export function Form({ children, upload, ...props }: FormProps): VNode {
  const { faults, form, ...page } = usePage();
  const { csrfToken, path } = page;
  if (csrfToken === undefined)
    throw new NoSessionError(`No session for the form of ${props.action}.`);
  const value = props.action === path ? { ...page, faults, form } : page;
  return (
    // eslint-disable-next-line no-restricted-syntax -- the one form element: it adds the CSRF token
    <form method="post" enctype={upload ? 'multipart/form-data' : undefined} {...props}>
      <input type="hidden" name="csrf_token" value={csrfToken} />
      <CurrentPage.Provider value={value}>{children}</CurrentPage.Provider>
    </form>
  );
}

/** `danger` ends something, `danger-quiet` opens a confirmation, `link` is drawn as a link. */
export type ButtonKind = 'primary' | 'secondary' | 'danger' | 'danger-quiet' | 'link';

interface ButtonLook {
  readonly kind?: ButtonKind;
  readonly small?: boolean;
  readonly full?: boolean;
  readonly children: ComponentChildren;
}

// The label is one element: a button is a flex container, where spaces between text and a name would collapse.
const classesOf = ({ kind = 'primary', small, full }: ButtonLook): string =>
  ['button', kind !== 'primary' && `button-${kind}`, small && 'button-small', full && 'button-full']
    .filter(Boolean)
    .join(' ');

/** Submits its form. With `name` and `value` it says which button of several was pressed. */
export const Button = ({
  name,
  value,
  ...look
}: ButtonLook & { name?: string; value?: string }): VNode => (
  <button type="submit" class={classesOf(look)} name={name} value={value}>
    <span>{look.children}</span>
  </button>
);

/** A link drawn as a button, for navigation without a change. With `newTab` its label says so. */
export const ButtonLink = ({
  href,
  newTab,
  ...look
}: ButtonLook & { href: string; newTab?: boolean }): VNode => (
  <a class={classesOf(look)} href={href} {...(newTab && { target: '_blank', rel: 'noopener' })}>
    <span>{look.children}</span>
  </a>
);

export type NoticeKind = 'info' | 'success' | 'warning' | 'error';

/** A notice. An `error` is announced to screen readers at once. */
export const Notice = ({
  kind = 'info',
  title,
  children,
}: {
  kind?: NoticeKind;
  title?: string;
  children?: ComponentChildren;
}): VNode => (
  <div class={`notice notice-${kind}`} role={kind === 'error' ? 'alert' : undefined}>
    {title && <strong>{title}</strong>}
    {children}
  </div>
);
