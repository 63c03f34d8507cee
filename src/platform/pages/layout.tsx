import type { ComponentChildren, VNode } from 'preact';
import { readableEmail } from '../mail/email-address.js';
import { Button, Form } from './form.js';
import { Name } from './names.js';
import { Indexed } from './indexed.js';
import type { IndexedPage, PageWidth } from './outcome.js';
import { usePage } from './page-context.js';
import { STYLESHEET_PATH } from './stylesheet.js';

interface LayoutProps {
  readonly title: string;
  readonly width: PageWidth;
  /** A decision is asked for: no links to other places. */
  readonly decides?: boolean | undefined;
  readonly index?: IndexedPage | undefined;
  readonly children: ComponentChildren;
}

/** The whole document around a page's own content. */
export function Layout({ title, width, decides = false, index, children }: LayoutProps): VNode {
  return (
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>{`${title} · Connected apps`}</title>
        {index ? <Indexed title={title} {...index} /> : <meta name="robots" content="noindex" />}
        <link rel="icon" href="/assets/icon.svg" type="image/svg+xml" />
        <link rel="stylesheet" href={STYLESHEET_PATH} />
      </head>
      <body>
        <a class="skip" href="#main">
          Skip to content
        </a>
        <Masthead places={!decides} />
        <main id="main" class={`main main-${width}`}>
          {children}
        </main>
      </body>
    </html>
  );
}

/** The parts of the dashboard, and the marketplace. Whether a person may use one is answered there. */
const PLACES = [
  ['/dashboard/connected-apps', 'Connected apps'],
  ['/dashboard/services', 'Services'],
  ['/developers', 'Developers'],
  ['/apps', 'Find apps'],
] as const;

/** The navigation of every page. */
function Masthead({ places }: { places: boolean }): VNode {
  const { person } = usePage();
  return (
    <header class="masthead">
      <div class="masthead-inner">
        <a class="brand" href="/">
          <Mark />
          Connected apps
          <span class="out-of-sight">: start page</span>
        </a>
        {person && places && <Places />}
        {person && <SignedIn email={person.email} />}
      </div>
    </header>
  );
}

function Places(): VNode {
  const { path = '' } = usePage();
  return (
    <nav class="places" aria-label="Dashboard">
      {PLACES.map(([place, label]) => (
        <a
          href={place}
          aria-current={path === place ? 'page' : path.startsWith(`${place}/`) ? 'true' : undefined}
        >
          {label}
        </a>
      ))}
    </nav>
  );
}

function SignedIn({ email }: { email: string }): VNode {
  return (
    <div class="person">
      <a href="/dashboard/account">
        <span class="out-of-sight">Your account: signed in as </span>
        <Name>{readableEmail(email)}</Name>
      </a>
      <Form action="/logout">
        <Button kind="link">Sign out</Button>
      </Form>
    </div>
  );
}

const Mark = (): VNode => (
  <svg viewBox="0 0 24 24" aria-hidden="true" focusable="false">
    <rect width="24" height="24" rx="7" />
    <g fill="none" stroke-width="1.9">
      <circle cx="9.4" cy="12" r="4.1" />
      <circle cx="14.6" cy="12" r="4.1" />
    </g>
  </svg>
);
