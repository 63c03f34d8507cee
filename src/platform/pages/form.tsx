import type { ComponentChildren, VNode } from 'preact';
import { CurrentPage, usePage } from './page-context.js';

/** A form cannot be shown before its browser has a session: nothing would prove that it is ours. */
export class NoSessionError extends Error {}

interface FormProps {
  /** Path of this server that takes what is sent. */
  readonly action: string;
  readonly class?: string;
  readonly id?: string;
  readonly children: ComponentChildren;
}

/** Posts its fields, and the token which proves that it came from a page of ours. There is no other way to write a form. */
export function Form({ children, ...props }: FormProps): VNode {
  const { faults, form, ...page } = usePage();
  const { csrfToken, path } = page;
  if (csrfToken === undefined)
    throw new NoSessionError(`No session for the form of ${props.action}.`);
  const value = props.action === path ? { ...page, faults, form } : page;
  return (
    // eslint-disable-next-line no-restricted-syntax -- this is the one
    <form method="post" {...props}>
      <input type="hidden" name="csrf_token" value={csrfToken} />
      <CurrentPage.Provider value={value}>{children}</CurrentPage.Provider>
    </form>
  );
}

/** `danger` ends something, `danger-quiet` leads to a question about it, `link` looks like one. */
export type ButtonKind = 'primary' | 'secondary' | 'danger' | 'danger-quiet' | 'link';

interface ButtonLook {
  readonly kind?: ButtonKind;
  readonly small?: boolean;
  readonly full?: boolean;
  readonly children: ComponentChildren;
}

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
    {look.children}
  </button>
);

/** A link that looks like a button, for going somewhere without changing anything. */
export const ButtonLink = ({ href, ...look }: ButtonLook & { href: string }): VNode => (
  <a class={classesOf(look)} href={href}>
    {look.children}
  </a>
);

export type NoticeKind = 'info' | 'success' | 'warning' | 'error';

/** Something to know before going on. An `error` is announced to screen readers at once. */
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
