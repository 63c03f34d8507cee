import type { VNode } from 'preact';
import { Notice } from '../../../../platform/pages/form.js';
import { Name, phrase } from '../../../../platform/pages/names.js';
import { page, type Outcome } from '../../../../platform/pages/outcome.js';
import { Badge, Card, Facts, Heading, Stack } from '../../../../platform/pages/parts.js';
import { AppFrame } from '../app-frame.js';
import type { PortalApp } from '../portal-access.js';
import { appPath, tryPath } from '../portal-paths.js';
import { Checks } from './checks.js';
import { notesOn } from './notes-on.js';
import { shownAnswer } from './issued-answer.js';
import type { CheckResult, DeniedAnswer } from './pasted-answer.js';
import type { Exchange } from './run-flow.js';
import { METHOD_TEXTS, STEP_TEXTS, transcriptTexts as texts } from './transcript-texts.js';
import { requestTexts } from './try-texts.js';

interface Props {
  readonly app: PortalApp;
  readonly checks: readonly CheckResult[];
  /** The scopes of the request. */
  readonly asked: string;
  readonly exchanges: readonly Exchange[];
}

/** The last page: every request after the browser came back, with its answer. */
export const transcriptPage = ({ app, checks, asked, exchanges }: Props): Outcome =>
  framed(
    app,
    <>
      <Heading title={texts.title}>{texts.lead}</Heading>
      <Card title={requestTexts.checks}>
        <Checks of={checks} />
      </Card>
      <Authentication app={app} />
      {exchanges.map((exchange, index) => (
        <OneExchange {...{ exchange, asked, place: index + 1 }} />
      ))}
      {exchanges.length === 1 ? (
        <Notice kind="error">{texts.refused}</Notice>
      ) : (
        <>
          <p class="soft small">{texts.cut}</p>
          <Notice>
            {texts.remains} <a href="/dashboard/connected-apps">{texts.connections}</a>
          </Notice>
        </>
      )}
    </>,
  );

interface DeniedProps extends Pick<Props, 'app' | 'checks'> {
  readonly denied: DeniedAnswer;
}

/** The last page of a flow that ended with an error at the redirect URI. */
export const deniedPage = ({ app, checks, denied }: DeniedProps): Outcome =>
  framed(
    app,
    <>
      <Heading title={texts.denied}>{texts.deniedLead}</Heading>
      <Card title={requestTexts.checks}>
        <Checks of={checks} />
      </Card>
      <Card title={texts.answer}>
        <Stack>
          <Facts
            of={[
              [texts.error, <Name>{denied.error}</Name>],
              [texts.description, <Name>{denied.description ?? '–'}</Name>],
            ]}
          />
          <p>{denied.error === 'access_denied' ? texts.deniedByPerson : texts.deniedOtherwise}</p>
        </Stack>
      </Card>
    </>,
  );

const framed = (app: PortalApp, content: VNode): Outcome =>
  page({
    title: phrase`${texts.title} · ${app.client.name}`,
    body: (
      <AppFrame app={app} tab="try">
        <Stack>
          {content}
          <p>
            <a href={tryPath(app.client)}>{texts.again}</a> ·{' '}
            <a href={appPath(app.client)}>{texts.toSnippets}</a>
          </p>
        </Stack>
      </AppFrame>
    ),
  });

const Authentication = ({ app: { client } }: Pick<Props, 'app'>): VNode => (
  <Notice>
    {METHOD_TEXTS[client.tokenEndpointAuthMethod]}{' '}
    {client.tokenEndpointAuthMethod !== 'none' && texts.stoodIn}
  </Notice>
);

interface ExchangeProps extends Pick<Props, 'asked'> {
  readonly exchange: Exchange;
  readonly place: number;
}

function OneExchange({ exchange, asked, place }: ExchangeProps): VNode {
  const { step, request, answer } = exchange;
  const [title, text] = STEP_TEXTS[step];
  const heading = `${String(place)}. ${title}`;
  return (
    <Card title={heading} aside={<Badge>{texts.status(answer.status)}</Badge>}>
      <Stack>
        <p>{text}</p>
        <Block label={texts.request} of={heading} text={request} />
        <Block
          label={texts.answer}
          of={heading}
          text={answer.body === null ? texts.noBody : shownAnswer(answer.body)}
        />
        <ul class="bullets">
          {notesOn(exchange, asked).map((note) => (
            <li>{note}</li>
          ))}
        </ul>
      </Stack>
    </Card>
  );
}

interface BlockProps {
  readonly label: string;
  /** The heading of its exchange. */
  readonly of: string;
  readonly text: string;
}

const Block = ({ label, of, text }: BlockProps): VNode => (
  <div class="snippet">
    <span class="soft small" aria-hidden="true">
      {label}
    </span>
    <pre tabIndex={0} aria-label={`${label}: ${of}`}>
      <Name>{text}</Name>
    </pre>
  </div>
);
