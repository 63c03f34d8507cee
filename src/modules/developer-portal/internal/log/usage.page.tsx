import type { VNode } from 'preact';
import { eurosOf } from '../../../../kernel/euros.js';
import { page, type Outcome } from '../../../../platform/pages/outcome.js';
import { Card, Empty, Facts, Heading } from '../../../../platform/pages/parts.js';
import { Table, type Column } from '../../../../platform/pages/table.js';
import type { AppUsage, OperationUsage } from '../../../app-activity/app-activity.service.js';
import { AppFrame } from '../app-frame.js';
import type { PortalApp } from '../portal-access.js';
import { logTexts as texts } from './log-texts.js';

interface Usage {
  readonly app: PortalApp;
  readonly days: number;
  readonly usage: AppUsage;
  readonly unused: readonly string[];
}

export const usagePage = (usage: Usage): Outcome =>
  page({ title: texts.usage, body: <UsageOf {...usage} />, width: 'wide' });

const UsageOf = ({ app, days, usage, unused }: Usage): VNode => (
  <AppFrame app={app} tab="usage">
    <Heading title={texts.usage}>{texts.usageLead(days)}</Heading>
    <Card>
      <Facts of={[[texts.sent, texts.sentIs(usage.messages, eurosOf(usage.spent))]]} />
    </Card>
    {usage.operations.length === 0 ? (
      <Empty title={texts.noUsage} />
    ) : (
      <Table caption={texts.usageCaption} columns={COLUMNS} items={usage.operations} />
    )}
    <Card title={texts.unused}>
      {unused.length === 0 ? (
        <p>{texts.noneUnused}</p>
      ) : (
        <>
          <p>{texts.unusedLead}</p>
          <ul>
            {unused.map((scope) => (
              <li>
                <code>{scope}</code>
              </li>
            ))}
          </ul>
        </>
      )}
    </Card>
  </AppFrame>
);

const COLUMNS: Column<OperationUsage>[] = [
  { label: 'Operation', bare: true, cell: ({ operation }) => <code>{operation}</code> },
  { label: 'Projects', cell: ({ projects }) => projects },
  { label: 'Calls', cell: ({ calls }) => calls },
  { label: 'Refused', cell: ({ refusals }) => refusals },
  { label: 'Contacts in the answers', cell: ({ contacts }) => contacts },
];
