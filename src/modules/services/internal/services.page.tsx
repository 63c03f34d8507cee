import type { VNode } from 'preact';
import { momentOr } from '../../../platform/pages/moment.js';
import { Name, OfWhat, phrase } from '../../../platform/pages/names.js';
import { ButtonLink, Notice } from '../../../platform/pages/form.js';
import { page, type Outcome } from '../../../platform/pages/outcome.js';
import {
  Actions,
  Badge,
  Card,
  Empty,
  Facts,
  Heading,
  Identity,
  Rows,
  Stack,
} from '../../../platform/pages/parts.js';
import { ServiceProjectRow } from './service-project-row.js';
import { connectPath, disconnectPath } from './service-paths.js';
import { disconnectTexts, serviceTexts as texts } from './service-texts.js';
import {
  isRegisteredAsService,
  runsAll,
  visibleProjects,
  type ServiceView,
} from './service-view.js';
import type { ServiceConnection } from './service-connections.js';

interface Props {
  /** Null for a person who administers no project. */
  readonly views: readonly ServiceView[] | null;
  readonly done: string | undefined;
}

export const servicesPage = (props: Props): Outcome =>
  page({
    title: texts.title,
    body: <Services {...props} />,
    status: props.views === null ? 403 : 200,
  });

/**
 * Every app of the organisation that can be a service, with its effective scopes by project, and the links to connect
 * and disconnect it.
 */
function Services({ views, done }: Props): VNode {
  return (
    <Stack>
      <Heading title={texts.title}>{texts.lead}</Heading>
      {(done === 'connected' || done === 'disconnected') && (
        <Notice kind="success">{texts.done[done]}</Notice>
      )}
      {views === null && <Empty title={texts.noAdmin}>{texts.noAdminHint}</Empty>}
      {views?.length === 0 && <Empty title={texts.empty}>{texts.emptyHint}</Empty>}
      {views?.map((view) => (
        <ServiceCard view={view} />
      ))}
    </Stack>
  );
}

function ServiceCard({ view }: { view: ServiceView }): VNode {
  const { client, connection } = view;
  return (
    <Card>
      <Stack>
        <Identity name={client.name}>
          {connection ? (
            <Badge kind="granted">{texts.connected}</Badge>
          ) : (
            <Badge>{texts.notConnected}</Badge>
          )}{' '}
          <Name>{view.organisation}</Name>
        </Identity>
        <Facts
          of={[
            ['client_id', <code>{client.clientId}</code>],
            [texts.proof, proofOf(view)],
            ...factsOf(connection),
          ]}
        />
        {connection && <Projects view={view} />}
        {!isRegisteredAsService(view) && <p class="soft small">{texts.notRegistered}</p>}
        <Ways view={view} />
      </Stack>
    </Card>
  );
}

const proofOf = ({ client }: ServiceView): string =>
  client.tokenEndpointAuthMethod === 'private_key_jwt' ? texts.proofs.key : texts.proofs.secret;

function factsOf(connection: ServiceConnection | null): [string, VNode | string][] {
  if (!connection) return [];
  return [
    [texts.since, moment(connection.connectedAt)],
    [texts.until, moment(connection.expiresAt)],
    [texts.lastToken, moment(connection.lastTokenAt)],
    [texts.lastUsed, moment(connection.lastUsedAt)],
  ];
}

function Projects({ view }: { view: ServiceView }): VNode {
  const visible = visibleProjects(view);
  const hidden = (view.connection?.projects.length ?? 0) - visible.length;
  return (
    <>
      <Rows>
        {visible.map((project) => (
          <ServiceProjectRow view={view} project={project} />
        ))}
      </Rows>
      {hidden > 0 && <p class="soft small">{texts.hidden(hidden)}</p>}
    </>
  );
}

function Ways({ view }: { view: ServiceView }): VNode {
  const { client, connection } = view;
  return (
    <Actions end>
      {connection && runsAll(view) && (
        <ButtonLink kind="danger-quiet" href={disconnectPath(client)}>
          {disconnectTexts.whole}
          <OfWhat>{phrase`${client.name}`}</OfWhat>
        </ButtonLink>
      )}
      {isRegisteredAsService(view) && (
        <ButtonLink kind={connection ? 'secondary' : 'primary'} href={connectPath(client)}>
          {connection ? texts.change : texts.connect}
          <OfWhat>{phrase`${client.name}`}</OfWhat>
        </ButtonLink>
      )}
    </Actions>
  );
}

const moment = (at: Date | null): VNode | string => momentOr(at, texts.never);
