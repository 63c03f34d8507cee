import type { VNode } from 'preact';
import { ButtonLink, Notice } from '../../../../platform/pages/form.js';
import { Name } from '../../../../platform/pages/names.js';
import { page, type Outcome } from '../../../../platform/pages/outcome.js';
import {
  Actions,
  Card,
  Empty,
  Heading,
  Identity,
  Stack,
} from '../../../../platform/pages/parts.js';
import { ownLogoOf } from '../../../clients/own-logo.js';
import type { OrganisationView } from '../../../projects/projects.service.js';
import { StandingBadge } from '../app-frame.js';
import { ownershipTexts } from '../ownership/ownership-texts.js';
import type { PortalApp } from '../portal-access.js';
import { appPath, REGISTER_PATH, TRANSFERS_PATH } from '../portal-paths.js';
import { portalTexts as texts } from '../portal-texts.js';
import { transfersTexts } from '../transfers/transfers-texts.js';

export const appsPage = (props: Props): Outcome =>
  page({ title: texts.title, body: <Apps {...props} /> });

interface Props {
  readonly organisations: readonly OrganisationView[];
  readonly apps: readonly PortalApp[];
  /** Apps that the person is offered by others. */
  readonly offered: number;
  readonly done?: string | undefined;
}

const Apps = ({ organisations, apps, offered, done }: Props): VNode => (
  <Stack>
    <Heading title={texts.title}>{texts.lead}</Heading>
    {done === 'deleted' && <Notice kind="success">{ownershipTexts.deleted}</Notice>}
    {offered > 0 && (
      <Notice>
        {transfersTexts.notice(offered)} <a href={TRANSFERS_PATH}>{transfersTexts.title}</a>
      </Notice>
    )}
    {organisations.length === 0 && (
      <Empty title={texts.noOrganisation}>{texts.noOrganisationHint}</Empty>
    )}
    {organisations.length > 0 && (
      <Actions>
        <ButtonLink href={REGISTER_PATH}>{texts.register}</ButtonLink>
      </Actions>
    )}
    {organisations.map((organisation) => (
      <Card title={<Name>{organisation.name}</Name>}>
        <AppList apps={apps.filter((app) => app.organisation.id === organisation.id)} />
      </Card>
    ))}
  </Stack>
);

const AppList = ({ apps }: Pick<Props, 'apps'>): VNode =>
  apps.length === 0 ? (
    <p class="soft">{texts.noApps}</p>
  ) : (
    <Stack>
      {apps.map((app) => (
        <Identity name={app.client.name} logo={ownLogoOf(app.client)}>
          <StandingBadge app={app} /> <a href={appPath(app.client)}>{app.client.clientId}</a>
        </Identity>
      ))}
    </Stack>
  );
