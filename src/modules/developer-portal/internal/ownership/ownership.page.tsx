import type { VNode } from 'preact';
import { toWireId } from '../../../../kernel/ids.js';
import { Field, Select } from '../../../../platform/pages/fields.js';
import { Button, Form, Notice } from '../../../../platform/pages/form.js';
import { Name, plainly } from '../../../../platform/pages/names.js';
import { page, type Outcome, type Refusal } from '../../../../platform/pages/outcome.js';
import { Actions, Card, Heading, Stack } from '../../../../platform/pages/parts.js';
import { METADATA_LIMITS } from '../../../clients/portal-app-faults.js';
import type { OrganisationView } from '../../../projects/projects.service.js';
import { AppFrame } from '../app-frame.js';
import type { PortalApp } from '../portal-access.js';
import { ownershipPath } from '../portal-paths.js';
import type { AppUse } from './app-use.js';
import { ownershipTexts as texts } from './ownership-texts.js';

interface Props {
  readonly app: PortalApp;
  readonly use: AppUse;
  /** Other organisations that the person develops for. */
  readonly others: readonly OrganisationView[];
}

export const ownershipPage = (props: Props, refusal: Refusal = {}): Outcome =>
  page({ title: texts.title(props.app.client.name), body: <Ownership {...props} />, ...refusal });

const Ownership = ({ app, use, others }: Props): VNode => (
  <AppFrame app={app} tab="ownership">
    <Stack>
      <Heading title={texts.heading}>{texts.lead}</Heading>
      <Card title={texts.affected}>
        <Stack space="tight">
          <p>{use.projects === 0 ? texts.nobody : texts.reach(use.people, use.projects)}</p>
          {use.names.length > 0 && <p>{texts.own(use.names)}</p>}
          {use.projects > use.ownProjects && <p>{texts.others(use.projects - use.ownProjects)}</p>}
        </Stack>
      </Card>
      <Transfer app={app} others={others} />
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

const Transfer = ({ app, others }: Pick<Props, 'app' | 'others'>): VNode => (
  <Card title={texts.transfer}>
    {others.length === 0 ? (
      <p class="soft">{texts.nowhere}</p>
    ) : (
      <Form action={`${ownershipPath(app.client)}/transfer`} class="stack">
        <p class="soft">{texts.transferLead}</p>
        <ul class="bullets">
          {texts.changes.map((change) => (
            <li>{change}</li>
          ))}
        </ul>
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
