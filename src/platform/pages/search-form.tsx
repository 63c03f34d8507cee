import type { ComponentChildren, VNode } from 'preact';

/** Asks by GET: its fields become the query of `action`. It changes nothing, so it needs no session. */
export const SearchForm = ({
  action,
  label,
  children,
}: {
  readonly action: string;
  /** Says what is searched, for screen readers. */
  readonly label: string;
  readonly children: ComponentChildren;
}): VNode => (
  // eslint-disable-next-line no-restricted-syntax -- a GET form has no effect and no token
  <form method="get" action={action} role="search" aria-label={label} class="search">
    {children}
  </form>
);
