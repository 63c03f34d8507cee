import { phrase } from '../../../../platform/pages/names.js';
import { page, type Outcome } from '../../../../platform/pages/outcome.js';
import { Card, Facts } from '../../../../platform/pages/parts.js';
import { AppFrame } from '../app-frame.js';
import type { PortalApp } from '../portal-access.js';

export const appPage = (app: PortalApp): Outcome =>
  page({
    title: phrase`${app.client.name}`,
    body: (
      <AppFrame app={app} tab="overview">
        <Card>
          <Facts of={[['client_id', <code>{app.client.clientId}</code>]]} />
        </Card>
      </AppFrame>
    ),
  });
