import type { VNode } from 'preact';
import { Field } from '../../../../platform/pages/fields.js';
import { Button } from '../../../../platform/pages/form.js';
import { Name } from '../../../../platform/pages/names.js';
import { page, type Outcome } from '../../../../platform/pages/outcome.js';
import { Badge, Card, Empty, Row, Rows } from '../../../../platform/pages/parts.js';
import { SearchForm } from '../../../../platform/pages/search-form.js';
import type { RowOf } from '../../../../platform/database/statement.js';
import type { ClientState } from '../../../clients/client-state.js';
import { wireClientId } from '../../../clients/wire-client-id.js';
import { toWireId } from '../../../../kernel/ids.js';
import { StaffFrame } from '../frame/staff-frame.js';
import type { SEARCH_APPS } from './incident.statements.js';
import { STATE_NAMES, suspensionTexts as texts } from './suspension-texts.js';

type FoundApp = RowOf<typeof SEARCH_APPS>;

export const appListPage = (words: string, apps: readonly FoundApp[]): Outcome =>
  page({
    title: texts.title,
    body: (
      <StaffFrame tab="apps">
        <SearchForm action="/staff/apps" label={texts.searchApps}>
          <Field
            label={texts.searchLabel}
            hint={texts.searchHint}
            name="words"
            value={words}
            maxlength={300}
          />
          <Button>{texts.search}</Button>
        </SearchForm>
        {apps.length === 0 ? (
          <Empty title={words === '' ? texts.noneSuspended : texts.none} />
        ) : (
          <Card>
            <Rows>{apps.map(rowOf)}</Rows>
          </Card>
        )}
      </StaffFrame>
    ),
  });

const rowOf = (app: FoundApp): VNode => (
  <Row
    title={
      <a href={`/staff/apps/${toWireId('app', app.id)}`}>
        <Name>{app.name}</Name>
      </a>
    }
    text={
      app.organisation === null ? <code>{wireClientId(app)}</code> : <Name>{app.organisation}</Name>
    }
    aside={<StateBadge state={app.state} />}
  />
);

export const StateBadge = ({ state }: { readonly state: ClientState }) => (
  <Badge kind={state === 'suspended' ? 'danger' : state === 'restoring' ? 'caution' : 'neutral'}>
    {STATE_NAMES[state]}
  </Badge>
);
