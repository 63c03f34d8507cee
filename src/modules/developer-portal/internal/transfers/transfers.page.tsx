import type { VNode } from 'preact';
import { toWireId } from '../../../../kernel/ids.js';
import { Select } from '../../../../platform/pages/fields.js';
import { Button, ButtonLink, Form, Notice } from '../../../../platform/pages/form.js';
import { Moment } from '../../../../platform/pages/moment.js';
import { OfWhat, phrase, plainly } from '../../../../platform/pages/names.js';
import { page, type Outcome, type Refusal } from '../../../../platform/pages/outcome.js';
import {
  Actions,
  Card,
  Empty,
  Facts,
  Heading,
  Identity,
  Stack,
} from '../../../../platform/pages/parts.js';
import { ownLogoOf } from '../../../clients/own-logo.js';
import { appFormTexts, KIND_TEXTS } from '../app-form/app-form-texts.js';
import { kindOf } from '../app-form/app-kind.js';
import { Changes } from '../ownership/ownership.page.js';
import { ownershipTexts } from '../ownership/ownership-texts.js';
import { TRANSFERS_PATH } from '../portal-paths.js';
import type { OfferedApp } from '../transfer-offers/transfer-offers.js';
import type { OfferView } from './answer-offer.js';
import { transfersTexts as texts } from './transfers-texts.js';

interface ListProps {
  readonly offers: readonly OfferedApp[];
  readonly done: string | undefined;
}

/** The apps that a person is offered. */
export const transfersPage = (props: ListProps): Outcome =>
  page({ title: texts.title, body: <Offers {...props} /> });

/** One of them: what it is, and what accepting it changes. */
export const offerPage = (view: OfferView, refusal: Refusal = {}): Outcome =>
  page({ title: texts.offerTitle(view.client.name), body: <Offer {...view} />, ...refusal });

const pathOf = ({ id }: OfferedApp): string => `${TRANSFERS_PATH}/${toWireId('trf', id)}`;

const Offers = ({ offers, done }: ListProps): VNode => (
  <Stack>
    <Heading title={texts.title}>{texts.lead}</Heading>
    {done === 'declined' && <Notice kind="success">{texts.declined}</Notice>}
    {offers.length === 0 && <Empty title={texts.empty}>{texts.emptyHint}</Empty>}
    {offers.map((offer) => (
      <Card>
        <Stack>
          <Identity name={offer.app}>{texts.from(offer.offeredBy, offer.organisation)}</Identity>
          <Actions end>
            <ButtonLink href={pathOf(offer)}>
              {texts.look}
              <OfWhat>{phrase`${offer.app}`}</OfWhat>
            </ButtonLink>
          </Actions>
        </Stack>
      </Card>
    ))}
  </Stack>
);

const Offer = (view: OfferView): VNode => {
  const { offer, client, use } = view;
  return (
    <Stack>
      <Heading title={texts.offerTitle(client.name)}>
        {texts.from(offer.offeredBy, offer.organisation)}
      </Heading>
      <Card title={texts.about}>
        <Stack>
          <Identity name={client.name} logo={ownLogoOf(client)} />
          <Facts
            of={[
              ['client_id', <code>{client.clientId}</code>],
              [texts.kind, KIND_TEXTS[kindOf(client)].title],
              [texts.homepage, client.clientUri ? <code>{client.clientUri}</code> : texts.none],
              [texts.redirectUris, <Addresses of={client.redirectUris} />],
              [texts.authentication, appFormTexts.methods[client.tokenEndpointAuthMethod]],
              ...(client.jwksUri === null
                ? []
                : [[texts.keys, <code>{client.jwksUri}</code>] as const]),
              [texts.scopes, client.scope?.toArray().join(', ') ?? texts.none],
              [texts.ends, <Moment at={offer.expiresAt} />],
            ]}
          />
        </Stack>
      </Card>
      <Card title={texts.use}>
        <p>
          {use.projects === 0
            ? ownershipTexts.nobody
            : ownershipTexts.reach(use.people, use.projects)}
        </p>
      </Card>
      <Card title={texts.changes}>
        <Changes />
      </Card>
      <Decision {...view} />
    </Stack>
  );
};

/** The redirect URIs of the app, one below the other. */
const Addresses = ({ of }: { of: readonly string[] }): VNode => (
  <>
    {of.length === 0 && texts.none}
    {of.map((uri) => (
      <div>
        <code>{uri}</code>
      </div>
    ))}
  </>
);

const Decision = (view: OfferView): VNode => (
  <Card title={texts.decide}>
    {view.offer.emailVerified ? (
      <Form action={pathOf(view.offer)} class="stack">
        <Target {...view} />
        <Actions end>
          <Button kind="secondary" name="decision" value="decline">
            {texts.decline}
          </Button>
          {isAcceptable(view) && (
            <Button name="decision" value="accept">
              {texts.accept}
            </Button>
          )}
        </Actions>
      </Form>
    ) : (
      <Notice kind="warning">
        {texts.unverified} <a href="/password/forgotten">{texts.verify}</a>
      </Notice>
    )}
  </Card>
);

const isAcceptable = ({ refusal, organisations }: OfferView): boolean =>
  refusal === null && organisations.length > 0;

/** The organisation that gets the app, or why none can. */
const Target = (view: OfferView): VNode => {
  const { refusal, organisations } = view;
  if (refusal !== null) return <Notice kind="warning">{texts.refusals[refusal]}</Notice>;
  if (!isAcceptable(view)) return <Notice kind="warning">{texts.nowhere}</Notice>;
  return (
    <>
      <p class="soft">{texts.decideLead}</p>
      <Select
        label={texts.organisation}
        name="organisation"
        options={organisations.map(({ id, name }) => [toWireId('org', id), plainly`${name}`])}
        chosen={undefined}
      />
    </>
  );
};
