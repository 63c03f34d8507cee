import type { VNode } from 'preact';
import { Name } from '../../../platform/pages/names.js';
import { ScopeSet } from '../../../kernel/scope-set.js';
import { Select } from '../../../platform/pages/fields.js';
import { Button, ButtonLink, Form, Notice } from '../../../platform/pages/form.js';
import { page, type Outcome, type Refusal } from '../../../platform/pages/outcome.js';
import { Actions, Card, Facts, Heading, Stack } from '../../../platform/pages/parts.js';
import { ALL_DURATIONS } from '../../grants/access-duration.js';
import { ConsentProjects } from '../../authorization/choice-form/consent-projects.js';
import { ConsentScopes } from '../../authorization/choice-form/consent-scopes.js';
import { DURATION_TEXTS, FAULT_TEXTS } from '../../authorization/choice-form/choice-texts.js';
import { isRestricted } from '../../scopes-and-roles/sensitivity.js';
import type { ChoiceFault } from '../../grants/consent-choice.js';
import { connectPath, SERVICES_PATH } from './service-paths.js';
import { connectTexts as texts } from './service-texts.js';
import { runsAll, type ServiceView } from './service-view.js';

interface Props {
  readonly view: ServiceView;
  /** Why the form was refused. */
  readonly fault?: ChoiceFault;
}

export const connectServicePage = (props: Props, refusal: Refusal = {}): Outcome =>
  page({
    title: texts.title(props.view.client.name),
    body: <ConnectServiceForm {...props} />,
    ...refusal,
  });

/** Where an admin chooses the scopes, projects and duration of a service. */
function ConnectServiceForm({ view, fault }: Props): VNode {
  const { client } = view;
  return (
    <Stack>
      <Heading title={texts.title(client.name)}>{texts.lead(client.name)}</Heading>
      {fault && <Notice kind="error">{FAULT_TEXTS[fault]}</Notice>}
      <Card>
        <Stack>
          <Facts
            of={[
              [texts.organisation, <Name>{view.organisation}</Name>],
              [texts.app, <code>{client.clientId}</code>],
            ]}
          />
          <Notice>{texts.ceiling}</Notice>
        </Stack>
      </Card>
      <Form action={connectPath(client)} class="stack">
        <ConsentProjects view={view} />
        <ConsentScopes view={view} ticked={tickedAtFirst(view)} />
        <HowLong view={view} />
        <p class="soft small">{texts.cannot}</p>
        <Actions end>
          <ButtonLink kind="secondary" href={SERVICES_PATH}>
            {texts.cancel}
          </ButtonLink>
          <Button>{texts.connect}</Button>
        </Actions>
      </Form>
    </Stack>
  );
}

/** What is connected; initially, every scope that neither spends nor deletes. */
function tickedAtFirst({ existing, projectScopes }: ServiceView): ScopeSet {
  const had = [...(existing?.projects.values() ?? [])].flatMap((scopes) => scopes.toArray());
  return had.length > 0
    ? new ScopeSet(had)
    : new ScopeSet([...projectScopes].filter((scope) => !isRestricted(scope)));
}

/** Shared with other admins: this one cannot change the end. */
function HowLong({ view }: Pick<Props, 'view'>): VNode {
  const { connection } = view;
  if (connection && !runsAll(view)) {
    const end = connection.expiresAt.toISOString().slice(0, 10);
    return <Notice>{texts.endStays(end)}</Notice>;
  }
  return (
    <Card>
      <Select
        label={texts.howLong}
        name="access"
        options={ALL_DURATIONS.map(({ key }) => [key, DURATION_TEXTS[key] ?? key])}
        chosen={ALL_DURATIONS.at(-1)?.key}
        hint={texts.howLongHint}
      />
    </Card>
  );
}
