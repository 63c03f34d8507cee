import type { ComponentChildren, VNode } from 'preact';
import { Name } from './names.js';

type Children = { readonly children: ComponentChildren };

/** The page's `h1` with one sentence under it. */
export const Heading = ({
  title,
  children,
}: {
  title: ComponentChildren;
  children?: ComponentChildren;
}): VNode => (
  <div class="heading">
    <h1>{title}</h1>
    {children && <p class="soft">{children}</p>}
  </div>
);

/** Elements below each other. */
export const Stack = ({ space, children }: Children & { space?: 'tight' | 'loose' }): VNode => (
  <div class={space ? `stack stack-${space}` : 'stack'}>{children}</div>
);

/** Buttons beside each other, under each other on phones. */
export const Actions = ({ end, children }: Children & { end?: boolean }): VNode => (
  <div class={end ? 'actions actions-end' : 'actions'}>{children}</div>
);

/** A framed section. With a `title` it has a heading, with a badge or button at the right as `aside`. */
export const Card = ({
  title,
  aside,
  children,
}: Children & { title?: ComponentChildren; aside?: ComponentChildren }): VNode => (
  <section class="card">
    {(title || aside) && (
      <div class="card-heading">
        {title && <h2>{title}</h2>}
        {aside}
      </div>
    )}
    {children}
  </section>
);

/** An app or person: logo or initial, name, and a line of text. Never a remote image (attack A15). */
export const Identity = ({
  name,
  logo = null,
  children,
}: {
  name: string;
  /** Path on this server. */
  logo?: string | null;
  children?: ComponentChildren;
}): VNode => (
  <div class="identity">
    {logo === null ? (
      <span class="avatar" aria-hidden="true">
        {[...name.trim()][0]?.toUpperCase() ?? '?'}
      </span>
    ) : (
      <img class="avatar" src={logo} alt="" width={44} height={44} />
    )}
    <div>
      <strong>
        <Name>{name}</Name>
      </strong>
      {children && <div class="soft small">{children}</div>}
    </div>
  </div>
);

export type BadgeKind = 'granted' | 'withheld' | 'verified' | 'caution' | 'danger' | 'neutral';

/** A sign beside each colour, for people who do not see the colour. */
const MARKS: Partial<Record<BadgeKind, string>> = { granted: '✓', withheld: '–', verified: '✓' };

/** A short state: *Granted*, *Withheld by your role*, *Verified*. */
export const Badge = ({ kind = 'neutral', children }: Children & { kind?: BadgeKind }): VNode => (
  <span class={`badge badge-${kind}`}>
    {MARKS[kind] && (
      <span class="badge-mark" aria-hidden="true">
        {MARKS[kind]}
      </span>
    )}
    {children}
  </span>
);

/** A description list. */
export const Facts = ({
  of,
}: {
  of: readonly (readonly [term: string, fact: ComponentChildren])[];
}): VNode => (
  <dl class="facts">
    {of.map(([term, fact]) => (
      <div>
        <dt>{term}</dt>
        <dd>{fact}</dd>
      </div>
    ))}
  </dl>
);

/** A list whose `Row`s have a title, a line of text, and a badge or button at the right. */
export const Rows = ({ children }: Children): VNode => <ul class="rows">{children}</ul>;

export const Row = ({
  title,
  text,
  aside,
  off,
}: {
  title: ComponentChildren;
  text?: ComponentChildren;
  aside?: ComponentChildren;
  /** Grey: not granted, or not available. */
  off?: boolean;
}): VNode => (
  <li class={off ? 'row-off' : undefined}>
    <span class="row-title">{title}</span>
    {text && <span class="row-text">{text}</span>}
    {aside && <span class="row-aside">{aside}</span>}
  </li>
);

/** Shown for an empty list. */
export const Empty = ({
  title,
  children,
}: {
  title: string;
  children?: ComponentChildren;
}): VNode => (
  <div class="sheet empty">
    <h2>{title}</h2>
    {children && <p>{children}</p>}
  </div>
);
