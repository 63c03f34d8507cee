import type { VNode } from 'preact';
import { Choice, Choices, Fault, Select } from '../../../../platform/pages/fields.js';
import { Button, Form, Notice } from '../../../../platform/pages/form.js';
import { phrase } from '../../../../platform/pages/names.js';
import { page, type Outcome, type Refusal } from '../../../../platform/pages/outcome.js';
import { Actions, Card, Heading, Stack } from '../../../../platform/pages/parts.js';
import type { Client } from '../../../clients/client.js';
import {
  ACCOUNT_SCOPES,
  isAccountScope,
  isAppScope,
  PROJECT_SCOPES,
} from '../../../scopes-and-roles/scope-catalogue.js';
import { AppFrame } from '../app-frame.js';
import type { PortalApp } from '../portal-access.js';
import { appPath, tryPath } from '../portal-paths.js';
import { obstacleOf, type Obstacle } from './obstacle.js';
import { resourcesOf } from './read-choice.js';
import { tryTexts as texts } from './try-texts.js';

interface Props {
  readonly app: PortalApp;
  /** Why the person is here again. */
  readonly problem?: string;
}

/** The first page: what the trial asks for. */
export const tryPage = ({ app, problem }: Props, refusal: Refusal = {}): Outcome => {
  const obstacle = obstacleOf(app.client);
  return page({
    title: phrase`${texts.title} · ${app.client.name}`,
    body: (
      <AppFrame app={app} tab="try">
        <Stack>
          <Heading title={texts.title}>{texts.lead}</Heading>
          {problem !== undefined && <Notice kind="error">{problem}</Notice>}
          {obstacle === null ? <Begin client={app.client} /> : <Cannot app={app} why={obstacle} />}
        </Stack>
      </AppFrame>
    ),
    ...refusal,
  });
};

const Cannot = ({ app, why }: { readonly app: PortalApp; readonly why: Obstacle }): VNode => (
  <Notice>
    {texts.obstacles[why]} <a href={appPath(app.client)}>{texts.toSnippets}</a>
  </Notice>
);

const Begin = ({ client }: { readonly client: Client }): VNode => (
  <>
    <ol class="steps">
      {texts.steps.map((step) => (
        <li>{step}</li>
      ))}
    </ol>
    <p class="soft">{texts.real}</p>
    <Card title={texts.choose}>
      <Form action={tryPath(client)}>
        <Stack>
          <Select
            label={texts.redirectUri}
            name="redirect_uri"
            options={client.redirectUris.map((uri) => [uri, uri])}
            chosen={client.redirectUris[0]}
            hint={texts.redirectUriHint}
          />
          <Resource client={client} />
          <Scopes client={client} />
          <Actions end>
            <Button>{texts.begin}</Button>
          </Actions>
        </Stack>
      </Form>
    </Card>
  </>
);

/** Only where the app has scopes of both. */
function Resource({ client }: { readonly client: Client }): VNode | null {
  const kinds = resourcesOf(client);
  if (kinds.length < 2) return null;
  return (
    <Select
      label={texts.resource}
      name="resource"
      options={kinds.map((kind) => [kind, texts.resources[kind]])}
      chosen={kinds[0]}
      hint={texts.resourceHint}
    />
  );
}

function Scopes({ client }: { readonly client: Client }): VNode | null {
  const declared = client.scope?.toArray() ?? [];
  if (declared.length === 0) return null;
  return (
    <>
      <Choices legend={texts.scopes}>
        {declared.map((name) => (
          <Choice name="scope" value={name} title={scopeTitle(name)} description={name} checked />
        ))}
      </Choices>
      <Fault name="scope" />
    </>
  );
}

function scopeTitle(name: string): string {
  if (isAccountScope(name)) return ACCOUNT_SCOPES[name].title;
  return isAppScope(name) ? PROJECT_SCOPES[name].title : name;
}
