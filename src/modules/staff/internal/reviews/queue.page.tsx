import type { VNode } from 'preact';
import { Notice } from '../../../../platform/pages/form.js';
import { Moment } from '../../../../platform/pages/moment.js';
import { Name } from '../../../../platform/pages/names.js';
import { page, type Outcome } from '../../../../platform/pages/outcome.js';
import { Badge, Empty } from '../../../../platform/pages/parts.js';
import { Table } from '../../../../platform/pages/table.js';
import { CONTENT_FIELDS } from '../../../reviews/reviewed-fields.js';
import type { QueuedVersion } from '../../../reviews/review-queue.service.js';
import { versionTexts } from '../../../reviews/version-texts.js';
import { StaffFrame } from '../frame/staff-frame.js';
import { staffTexts } from '../frame/staff-texts.js';
import { staffReviewTexts as texts } from './staff-review-texts.js';

export const queuePage = (queue: readonly QueuedVersion[], done: string | undefined): Outcome =>
  page({ title: staffTexts.title, width: 'wide', body: <Queue queue={queue} done={done} /> });

interface Props {
  readonly queue: readonly QueuedVersion[];
  readonly done: string | undefined;
}

const Queue = ({ queue, done }: Props): VNode => (
  <StaffFrame tab="reviews">
    {(done === 'decided' || done === 'released') && (
      <Notice kind="success">{texts.done[done]}</Notice>
    )}
    {queue.length === 0 ? (
      <Empty title={texts.empty}>{texts.emptyHint}</Empty>
    ) : (
      <Table<QueuedVersion>
        caption={texts.queue}
        items={queue}
        columns={[
          { label: texts.app, bare: true, cell: (each) => <App version={each} /> },
          { label: texts.kind, cell: (each) => <Kind version={each} /> },
          { label: texts.changed, cell: changedOf },
          {
            label: texts.since,
            cell: ({ submittedAt }) => submittedAt && <Moment at={submittedAt} />,
          },
          { label: texts.due, cell: (each) => <Due version={each} /> },
          {
            label: texts.reviewer,
            cell: ({ reviewer }) => (reviewer === null ? texts.nobody : <Name>{reviewer}</Name>),
          },
        ]}
      />
    )}
  </StaffFrame>
);

type Cell = { readonly version: QueuedVersion };

const App = ({ version: { wireId, app, organisation } }: Cell): VNode => (
  <>
    <a href={`/staff/reviews/${wireId}`}>
      <Name>{app}</Name>
    </a>{' '}
    {organisation !== null && <Name>{organisation}</Name>}
  </>
);

const Kind = ({ version: { kind, appeal } }: Cell): VNode => (
  <>
    {versionTexts.kinds[kind]} {appeal === 'open' && <Badge kind="caution">{texts.appeal}</Badge>}
  </>
);

const changedOf = ({ kind, changed }: QueuedVersion): string =>
  kind === 'verification'
    ? texts.everything
    : CONTENT_FIELDS.filter(({ name }) => changed.includes(name))
        .map(({ label }) => label)
        .join(', ');

const Due = ({ version: { dueAt, isOverdue } }: Cell): VNode => (
  <>
    {dueAt && <Moment at={dueAt} />} {isOverdue && <Badge kind="danger">{texts.overdue}</Badge>}
  </>
);
