import type { VNode } from 'preact';
import { toWireId } from '../../../../kernel/ids.js';
import { EmailField, Field, Select } from '../../../../platform/pages/fields.js';
import { Button, Form, Notice } from '../../../../platform/pages/form.js';
import { Name, plainly } from '../../../../platform/pages/names.js';
import { page, type Outcome, type Refusal } from '../../../../platform/pages/outcome.js';
import { readableEmail } from '../../../../platform/mail/email-address.js';
import { Moment } from '../../../../platform/pages/moment.js';
import { Actions, Card, Facts, Heading, Stack } from '../../../../platform/pages/parts.js';
import { METADATA_LIMITS } from '../../../clients/portal-app-faults.js';
import type { OrganisationView } from '../../../projects/projects.service.js';
import { AppFrame } from '../app-frame.js';
import type { PortalApp } from '../portal-access.js';
import { ownershipPath } from '../portal-paths.js';
import type { PendingOffer } from '../transfer-offers/transfer-offers.js';
import type { AppUse } from './app-use.js';
import { ownershipTexts as texts } from './ownership-texts.js';

interface Props {
  readonly app: PortalApp;
  readonly use: AppUse;
  /** Other organisations that the person develops for. */
  readonly others: readonly OrganisationView[];
  readonly offer: PendingOffer | null;
  readonly done?: string | undefined;
}

export const ownershipPage = (props: Props, refusal: Refusal = {}): Outcome =>
  page({ title: texts.title(props.app.client.name), body: <Ownership {...props} />, ...refusal });

const Ownership = ({ app, use, others, offer, done }: Props): VNode => (
  <AppFrame app={app} tab="ownership">
    <Stack>
      <Heading title={texts.heading}>{texts.lead}</Heading>
      {isDone(done) && <Notice kind="success">{texts.done[done]}</Notice>}
      <Card title={texts.affected}>
        <Stack space="tight">
          <p>{use.projects === 0 ? texts.nobody : texts.reach(use.people, use.projects)}</p>
          {use.names.length > 0 && <p>{texts.own(use.names)}</p>}
          {use.projects > use.ownProjects && <p>{texts.others(use.projects - use.ownProjects)}</p>}
        </Stack>
      </Card>
      <Transfer app={app} others={others} />
      {offer && <Pending app={app} offer={offer} />}
      <Offer app={app} offer={offer} />
      <Card title={texts.delete}>
        <Form action={`${ownershipPath(app.client)}/delete`} class="stack">
          <Notice kind="warning">{texts.deleteLead}</Notice>
          <Confirmation app={app} name="delete_name" label={texts.confirmDelete} />
          <Actions end>
            <Button kind="danger">{texts.deleteButton}</Button>
          </Actions>
        </Form>
      </Card>
    </Stack>
  </AppFrame>
);

const isDone = (done: string | undefined): done is keyof typeof texts.done =>
  Object.hasOwn(texts.done, done ?? '');

const Transfer = ({ app, others }: Pick<Props, 'app' | 'others'>): VNode => (
  <Card title={texts.transfer}>
    <Stack>
      <p class="soft">{texts.transferLead}</p>
      <Changes />
      {others.length === 0 ? (
        <p>{texts.nowhere}</p>
      ) : (
        <Form action={`${ownershipPath(app.client)}/transfer`} class="stack">
          <Select
            label={texts.to}
            name="organisation"
            options={others.map(({ id, name }) => [toWireId('org', id), plainly`${name}`])}
            chosen={undefined}
          />
          <Confirmation app={app} name="transfer_name" label={texts.confirmTransfer} />
          <Actions end>
            <Button kind="danger">{texts.transferButton}</Button>
          </Actions>
        </Form>
      )}
    </Stack>
  </Card>
);

/** What a transfer changes, for both organisations. */
export const Changes = (): VNode => (
  <ul class="bullets">
    {texts.changes.map((change) => (
      <li>{change}</li>
    ))}
  </ul>
);

const Pending = ({ app, offer }: { app: PortalApp; offer: PendingOffer }): VNode => (
  <Card title={texts.pending}>
    <Form action={`${ownershipPath(app.client)}/offer/withdraw`} class="stack">
      <Facts
        of={[
          [texts.offeredTo, <Name>{readableEmail(offer.email)}</Name>],
          [texts.offeredBy, <Name>{offer.offeredBy}</Name>],
          [texts.offeredUntil, <Moment at={offer.expiresAt} />],
        ]}
      />
      <Actions end>
        <Button kind="danger-quiet">{texts.withdraw}</Button>
      </Actions>
    </Form>
  </Card>
);

const Offer = ({ app, offer }: Pick<Props, 'app' | 'offer'>): VNode => (
  <Card title={texts.offer}>
    <Form action={`${ownershipPath(app.client)}/offer`} class="stack">
      <p class="soft">
        {texts.offerLead} {offer && texts.offerReplaces}
      </p>
      <EmailField label={texts.email} />
      <Confirmation app={app} name="offer_name" label={texts.confirmOffer} />
      <Actions end>
        <Button kind="danger">{texts.offerButton}</Button>
      </Actions>
    </Form>
  </Card>
);

/** The name, typed: nobody does this to the wrong app. */
const Confirmation = ({
  app,
  ...field
}: {
  app: PortalApp;
  name: string;
  label: string;
}): VNode => (
  <>
    <p>
      <Name>{app.client.name}</Name>
    </p>
    <Field
      {...field}
      hint={texts.confirmHint}
      autocomplete="off"
      maxlength={METADATA_LIMITS.name}
      required
    />
  </>
);
