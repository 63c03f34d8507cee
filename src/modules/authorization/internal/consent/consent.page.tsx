import type { VNode } from 'preact';
import { phrase, type Phrase } from '../../../../platform/pages/names.js';
import { toWireId } from '../../../../kernel/ids.js';
import { readableEmail } from '../../../../platform/mail/email-address.js';
import { Field, Select } from '../../../../platform/pages/fields.js';
import { Button, Form, Notice } from '../../../../platform/pages/form.js';
import { page, type Outcome, type Refusal } from '../../../../platform/pages/outcome.js';
import { usePage } from '../../../../platform/pages/page-context.js';
import {
  Actions,
  Badge,
  Card,
  Facts,
  Heading,
  Identity,
  Stack,
} from '../../../../platform/pages/parts.js';
import { hostOfClientId, knownHostOf } from '../../../clients/known-hosts.js';
import { kindOfResource } from '../../../scopes-and-roles/protected-resource.js';
import { switchPath } from '../requests/stored-requests.js';
import { CONFIRMED_HOST, scopesToConfirm } from './confirmed-host.js';
import type { ConsentFault } from './consent-errors.js';
import { addressesOf } from './consent-addresses.js';
import { ConsentAccount } from './consent-account.js';
import { ConsentProjects } from '../../choice-form/consent-projects.js';
import { ConsentScopes } from '../../choice-form/consent-scopes.js';
import { DURATION_TEXTS, FAULT_TEXTS } from '../../choice-form/choice-texts.js';
import {
  consentTexts as texts,
  developmentText,
  knownAssistantText,
  knownHostText,
  TIER_TEXTS,
  unknownHostText,
  type TierText,
} from './consent-texts.js';
import { durationsOf, livesOf, type ConsentView } from './consent-view.js';

const HOURS_OF_DAY = 24;

interface Props {
  readonly view: ConsentView;
  /** Why the form was refused. */
  readonly fault?: ConsentFault;
}

export const consentPage = (props: Props, refusal: Refusal = {}): Outcome =>
  page({
    title: texts.title(props.view.client.name),
    body: <Consent {...props} />,
    // The response goes to the client, which redirects as it likes (CONS-08).
    mayLeave: true,
    ...(props.fault === 'unconfirmed' && { faults: { [CONFIRMED_HOST]: unconfirmed(props.view) } }),
    ...refusal,
  });

const unconfirmed = (view: ConsentView): string =>
  texts.unconfirmed(view.address.host, scopesToConfirm(view, view.projectScopes));

/** The consent page (OAuth 2.1 §7.9): the app, the redirect target, projects, scopes and duration. */
function Consent({ view, fault }: Props): VNode {
  const path = `/oauth/consent/${toWireId('azr', view.request.id)}`;
  return (
    <Stack>
      <Heading title={texts.title(view.client.name)}>{leadOf(view)}</Heading>
      {fault && fault !== 'unconfirmed' && <Notice kind="error">{FAULT_TEXTS[fault]}</Notice>}
      <WhoAsks view={view} />
      {isForAssistant(view) && (
        <Notice kind="info">
          <strong>{texts.assistantTitle}.</strong> {texts.assistant}
        </Notice>
      )}
      <Form action={path} class="stack" id="consent">
        <ConsentProjects view={view} />
        <ConsentAccount view={view} />
        <ConsentScopes view={view} />
        <ConfirmHost view={view} />
        <HowLong view={view} />
        <p class="soft small">{texts.cannot}</p>
        <Actions end>
          <Button kind="secondary" name="decision" value="deny">
            {texts.deny}
          </Button>
          <Button name="decision" value="allow">
            {texts.allow(view.client.name)}
          </Button>
        </Actions>
      </Form>
      <TechnicalDetails view={view} />
    </Stack>
  );
}

function leadOf(view: ConsentView): Phrase {
  const { name } = view.client;
  if (view.projectScopes.isEmpty) return texts.leadOfSignIn(name);
  return isForAssistant(view) ? texts.leadOfAssistant(name) : texts.lead(name);
}

const isForAssistant = ({ projectScopes, request }: ConsentView): boolean =>
  !projectScopes.isEmpty && kindOfResource(request.resource) === 'mcp';

function WhoAsks({ view }: { view: ConsentView }): VNode {
  const { client, address } = view;
  const { name, email } = usePage().person ?? { name: '', email: '' };
  const tier = tierText(view);
  return (
    <Card>
      <Stack>
        <Identity name={client.name}>
          <Badge kind={tier.kind}>{tier.badge}</Badge> {tier.text}
        </Identity>
        <Facts
          of={[
            [texts.returnsTo, <strong>{address.label}</strong>],
            originOf(view),
            [texts.signedInAs, phrase`${name} (${readableEmail(email)})`],
            ...addressesOf(view),
          ]}
        />
        {address.isLoopback && <Notice kind="warning">{texts.loopbackWarning}</Notice>}
        <Form action={switchPath(view.request.firstId)}>
          <Button kind="link" small>
            {texts.notYou}
          </Button>
        </Form>
      </Stack>
    </Card>
  );
}

/** The verified facts about the app, independent of the name it chose (CIMD-13). */
function originOf({ client, app }: ConsentView): [string, VNode | string] {
  const host = hostOfClientId(client.clientId);
  if (app.verifiedDomain) return [texts.madeBy, app.verifiedDomain];
  if (host !== null) return [texts.publishedBy, <strong>{host}</strong>];
  return [texts.registered, client.createdAt.toISOString().slice(0, 10)];
}

function tierText({ client, app, developer }: ConsentView): TierText {
  const host = hostOfClientId(client.clientId);
  if (host === null) return developer === null ? TIER_TEXTS[app.tier] : developmentText(developer);
  if (app.tier === 'self_registered') return unknownHostText(host);
  if (app.tier === 'development') return knownHostText(host);
  // Known by its host, or by our review.
  const isKnown = app.verifiedDomain === null && knownHostOf(client.clientId) !== null;
  return isKnown ? knownAssistantText(host) : TIER_TEXTS[app.tier];
}

/** Before an unreviewed app may change anything. */
function ConfirmHost({ view }: { view: ConsentView }): VNode | null {
  const scopes = scopesToConfirm(view, view.projectScopes);
  if (scopes.length === 0) return null;
  return (
    <Card>
      <Field
        label={texts.confirmHost(view.address.host)}
        name={CONFIRMED_HOST}
        hint={texts.confirmHostHint(scopes)}
        autocomplete="off"
      />
    </Card>
  );
}

function HowLong({ view }: { view: ConsentView }): VNode {
  const durations = durationsOf(view);
  const lives = livesOf(view);
  const shortest = Math.min(...lives) / HOURS_OF_DAY;
  return (
    <Card>
      <Select
        label={texts.howLong}
        name="access"
        options={durations.map(({ key }) => [key, DURATION_TEXTS[key] ?? key])}
        chosen={durations.at(-1)?.key}
        hint={view.request.refreshable ? texts.persistent : texts.notPersistent}
      />
      {new Set(lives).size > 1 && <p class="soft small">{texts.shortestLife(shortest)}</p>}
    </Card>
  );
}

function TechnicalDetails({ view }: { view: ConsentView }): VNode {
  const { request, client } = view;
  return (
    <details class="small">
      <summary>{texts.technical}</summary>
      <Facts
        of={[
          ['client_id', <code>{client.clientId}</code>],
          ['scope', <code>{request.scopes.toString()}</code>],
          ['resource', <code>{request.resource}</code>],
          ['redirect_uri', <code>{request.redirectUri}</code>],
        ]}
      />
    </details>
  );
}
