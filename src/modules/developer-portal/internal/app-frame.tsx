import type { ComponentChildren, VNode } from 'preact';
import { Notice } from '../../../platform/pages/form.js';
import { Badge, Identity, Stack } from '../../../platform/pages/parts.js';
import { Name } from '../../../platform/pages/names.js';
import { ownLogoOf } from '../../clients/own-logo.js';
import { TIER_NAMES } from '../../verification/tier-names.js';
import type { PortalApp } from './portal-access.js';
import { appPath } from './portal-paths.js';
import { portalTexts as texts } from './portal-texts.js';

/** The pages of an app, in the order of their links: path below the app's, and label. */
const TABS = {
  overview: ['', 'Overview'],
  settings: ['/settings', 'Settings'],
  logo: ['/logo', 'Logo'],
  secrets: ['/secrets', 'Secrets'],
  try: ['/try', 'Try the flow'],
  'fault-lab': ['/fault-lab', 'Fault lab'],
  testers: ['/testers', 'Testers and limits'],
  listing: ['/listing', 'Marketplace page'],
  log: ['/log', 'Requests'],
  usage: ['/usage', 'Usage'],
  ownership: ['/ownership', 'Transfer or delete'],
  verification: ['/verification', 'Verification'],
} as const satisfies Record<string, readonly [path: string, label: string]>;

export type AppTab = keyof typeof TABS;

/** They edit or submit the next version, which an app that is suspended has not. */
const NOT_WHILE_SUSPENDED: readonly string[] = ['logo', 'listing', 'verification'];

/** What every page of an app has: the app, its tier, and links to its other pages. */
export const AppFrame = ({
  app,
  tab,
  children,
}: {
  readonly app: PortalApp;
  readonly tab: AppTab;
  readonly children: ComponentChildren;
}): VNode => (
  <Stack>
    <Identity name={app.client.name} logo={ownLogoOf(app.client)}>
      <StandingBadge app={app} /> <Name>{app.organisation.name}</Name>
    </Identity>
    <Containment app={app} />
    <nav class="tabs" aria-label={texts.tabs}>
      {tabsOf(app).map(([name, [path, label]]) => (
        <a href={appPath(app.client) + path} aria-current={name === tab ? 'page' : undefined}>
          {label}
        </a>
      ))}
    </nav>
    {children}
  </Stack>
);

/** The tier of the app, or what staff have done to it. */
export const StandingBadge = ({
  app: { client, verification },
}: {
  readonly app: PortalApp;
}): VNode => {
  if (client.isSuspended) return <Badge kind="caution">{texts.standings.suspended}</Badge>;
  if (client.isRestoring) return <Badge kind="caution">{texts.standings.restoring}</Badge>;
  return <Badge>{TIER_NAMES[verification.tier]}</Badge>;
};

const tabsOf = ({ client }: PortalApp) =>
  Object.entries(TABS).filter(
    ([name]) => !client.isSuspended || !NOT_WHILE_SUSPENDED.includes(name),
  );

/** Whatever staff have done to the app, on every page of it. */
const Containment = ({ app: { client } }: { readonly app: PortalApp }): VNode | null => {
  if (client.isSuspended) return <Notice kind="error">{texts.suspended}</Notice>;
  return client.isRestoring ? <Notice kind="warning">{texts.restoring}</Notice> : null;
};
