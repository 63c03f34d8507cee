import type { ComponentChildren, VNode } from 'preact';
import { Heading, Stack } from '../../../../platform/pages/parts.js';
import { staffTexts as texts } from './staff-texts.js';

/** The parts, in the order of their links: path, and label. */
const TABS = {
  reviews: ['/staff', 'Reviews'],
  apps: ['/staff/apps', 'Apps'],
} as const satisfies Record<string, readonly [path: string, label: string]>;

export type StaffTab = keyof typeof TABS;

/** What every page of staff has: links to its parts. */
export const StaffFrame = ({
  tab,
  children,
}: {
  readonly tab: StaffTab;
  readonly children: ComponentChildren;
}): VNode => (
  <Stack>
    <Heading title={texts.title}>{texts.lead}</Heading>
    <nav class="actions" aria-label={texts.tabs}>
      {Object.entries(TABS).map(([name, [path, label]]) => (
        <a href={path} aria-current={name === tab ? 'page' : undefined}>
          {label}
        </a>
      ))}
    </nav>
    {children}
  </Stack>
);
