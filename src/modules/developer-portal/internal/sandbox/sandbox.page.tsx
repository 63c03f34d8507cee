import type { VNode } from 'preact';
import { toWireId } from '../../../../kernel/ids.js';
import { Button, Form, Notice } from '../../../../platform/pages/form.js';
import { Name, phrase } from '../../../../platform/pages/names.js';
import { page, type Outcome } from '../../../../platform/pages/outcome.js';
import { Card, Empty, Heading, Stack } from '../../../../platform/pages/parts.js';
import { OfWhat } from '../../../../platform/pages/names.js';
import { Table } from '../../../../platform/pages/table.js';
import type { OrganisationView } from '../../../projects/projects.service.js';
import {
  MOST_SANDBOX_PROJECTS,
  type SandboxProject,
} from '../../../projects/sandbox-projects.service.js';
import { SANDBOX_PATH } from '../portal-paths.js';
import { portalTexts } from '../portal-texts.js';
import { sandboxTexts as texts } from './sandbox-texts.js';

interface Props {
  readonly organisations: readonly OrganisationView[];
  readonly projects: readonly SandboxProject[];
  readonly made: boolean;
}

export const sandboxPage = (props: Props): Outcome =>
  page({ title: texts.title, body: <Sandbox {...props} /> });

const Sandbox = ({ organisations, projects, made }: Props): VNode => (
  <Stack>
    <Heading title={texts.title}>{texts.lead}</Heading>
    {made && <Notice kind="success">{texts.made}</Notice>}
    {organisations.length === 0 && (
      <Empty title={portalTexts.noOrganisation}>{portalTexts.noOrganisationHint}</Empty>
    )}
    {organisations.map((organisation) => (
      <OfOrganisation
        organisation={organisation}
        projects={projects.filter(({ organisationId }) => organisationId === organisation.id)}
      />
    ))}
  </Stack>
);

const OfOrganisation = ({
  organisation,
  projects,
}: {
  organisation: OrganisationView;
  projects: readonly SandboxProject[];
}): VNode => (
  <Card title={<Name>{organisation.name}</Name>} aside={<span class="soft">{texts.limit}</span>}>
    <Stack>
      {projects.length === 0 ? (
        <p class="soft">{texts.none}</p>
      ) : (
        <Table caption={texts.caption} items={projects} columns={COLUMNS} />
      )}
      {projects.length < MOST_SANDBOX_PROJECTS ? (
        <Form action={SANDBOX_PATH}>
          <input type="hidden" name="organisation" value={toWireId('org', organisation.id)} />
          <Button kind="secondary">
            {texts.make}
            <OfWhat>{phrase`for ${organisation.name}`}</OfWhat>
          </Button>
        </Form>
      ) : (
        <p class="soft">{texts.full}</p>
      )}
    </Stack>
  </Card>
);

const COLUMNS = [
  { label: texts.name, bare: true, cell: ({ name }: SandboxProject) => <Name>{name}</Name> },
  { label: texts.id, cell: ({ id }: SandboxProject) => <code>{toWireId('prj', id)}</code> },
];
