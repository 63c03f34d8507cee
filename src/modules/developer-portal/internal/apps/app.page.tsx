import type { VNode } from 'preact';
import { Notice } from '../../../../platform/pages/form.js';
import { phrase } from '../../../../platform/pages/names.js';
import { page, type Outcome } from '../../../../platform/pages/outcome.js';
import { Card, Facts, Heading, Stack } from '../../../../platform/pages/parts.js';
import { KIND_TEXTS } from '../app-form/app-form-texts.js';
import { kindOf } from '../app-form/app-kind.js';
import { AppFrame } from '../app-frame.js';
import { ownershipTexts } from '../ownership/ownership-texts.js';
import type { PortalApp } from '../portal-access.js';
import { tryPath } from '../portal-paths.js';
import { snippetsOf } from '../snippets/snippets.js';
import { snippetValues } from '../snippets/snippet-values.js';
import { appTexts as texts } from './app-texts.js';

interface Props {
  readonly app: PortalApp;
  readonly issuer: string;
  readonly done?: string | undefined;
}

/** What a developer copies: the values of the app, the endpoints, and first requests in several languages. */
export const appPage = (props: Props): Outcome =>
  page({ title: phrase`${props.app.client.name}`, body: <Overview {...props} /> });

const Overview = ({ app, issuer, done }: Props): VNode => (
  <AppFrame app={app} tab="overview">
    <Heading title={texts.overview}>{texts.overviewLead}</Heading>
    {done === 'transferred' && <Notice kind="success">{ownershipTexts.transferred}</Notice>}
    {done === 'registered' && <Notice kind="success">{texts.registered}</Notice>}
    <Values app={app} />
    <Card title={texts.endpoints}>
      <Facts of={endpointsOf(issuer)} />
    </Card>
    <Card title={texts.start}>
      <Stack>
        {kindOf(app.client) !== 'service' && (
          <p>
            {texts.tryLead} <a href={tryPath(app.client)}>{texts.try}</a>
          </p>
        )}
        <p class="soft">{texts.startLead}</p>
        {snippetsOf(snippetValues(app.client, issuer)).map(({ title, text }) => (
          <details class="snippet">
            <summary>{title}</summary>
            <pre>
              <code>{text}</code>
            </pre>
          </details>
        ))}
      </Stack>
    </Card>
  </AppFrame>
);

function Values({ app: { client } }: Pick<Props, 'app'>): VNode {
  const kind = kindOf(client);
  return (
    <Card title={texts.values}>
      <Stack>
        <Facts
          of={[
            ['client_id', <code>{client.clientId}</code>],
            [texts.kind, KIND_TEXTS[kind].title],
            [texts.method, texts.methods[client.tokenEndpointAuthMethod]],
            ...(kind === 'service'
              ? []
              : [[texts.redirectUris, lines(client.redirectUris)] as const]),
            [texts.scopes, lines(client.scope?.toArray() ?? [])],
          ]}
        />
        {kind === 'service' && (
          <Notice>
            {texts.service} <a href="/dashboard/services">{texts.toServices}</a>
          </Notice>
        )}
      </Stack>
    </Card>
  );
}

const lines = (values: readonly string[]): VNode | string =>
  values.length === 0 ? (
    texts.none
  ) : (
    <ul>
      {values.map((value) => (
        <li>
          <code>{value}</code>
        </li>
      ))}
    </ul>
  );

const endpointsOf = (issuer: string): [string, VNode][] =>
  [
    [texts.metadata, '/.well-known/oauth-authorization-server'],
    [texts.authorize, '/oauth/authorize'],
    [texts.token, '/oauth/token'],
    [texts.revoke, '/oauth/revoke'],
    [texts.api, '/v1'],
    [texts.mcp, '/mcp'],
  ].map(([label = '', path = '']) => [label, <code>{issuer + path}</code>]);
