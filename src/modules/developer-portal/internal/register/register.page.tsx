import type { VNode } from 'preact';
import { toWireId } from '../../../../kernel/ids.js';
import { Button, ButtonLink, Form } from '../../../../platform/pages/form.js';
import { Name, OfWhat, phrase } from '../../../../platform/pages/names.js';
import { page, type Outcome, type Refusal } from '../../../../platform/pages/outcome.js';
import { Actions, Card, Heading, Stack } from '../../../../platform/pages/parts.js';
import type { OrganisationView } from '../../../projects/projects.service.js';
import { AppFields } from '../app-form/app-fields.js';
import { KIND_TEXTS } from '../app-form/app-form-texts.js';
import { APP_KINDS, type AppKind } from '../app-form/app-kind.js';
import { DEVELOPERS_PATH, newAppPath, REGISTER_PATH } from '../portal-paths.js';
import { registerTexts as texts } from './register-texts.js';

/** Asks for the kind of app, for each organisation of the person. */
export const chooseKindPage = (organisations: readonly OrganisationView[]): Outcome =>
  page({ title: texts.title, body: <ChooseKind organisations={organisations} /> });

const ChooseKind = ({ organisations }: { organisations: readonly OrganisationView[] }): VNode => (
  <Stack>
    <Heading title={texts.title}>{texts.chooseLead}</Heading>
    {organisations.map((organisation) => (
      <Card title={<Name>{organisation.name}</Name>}>
        <ul class="links">
          {APP_KINDS.map((kind) => (
            <li>
              <a href={newAppPath(kind, organisation.id)}>
                {KIND_TEXTS[kind].title}
                <OfWhat>{texts.forOrganisation(organisation.name)}</OfWhat>
              </a>
              <p class="soft small">{KIND_TEXTS[kind].text}</p>
            </li>
          ))}
        </ul>
      </Card>
    ))}
  </Stack>
);

interface Props {
  readonly kind: AppKind;
  readonly organisation: OrganisationView;
}

export const registerPage = (props: Props, refusal: Refusal = {}): Outcome =>
  page({
    title: phrase`${[texts.title]}: ${[KIND_TEXTS[props.kind].title]}`,
    body: <Register {...props} />,
    ...refusal,
  });

const Register = ({ kind, organisation }: Props): VNode => (
  <Stack>
    <Heading title={`${texts.title}: ${KIND_TEXTS[kind].title}`}>
      {texts.lead(organisation.name)}
    </Heading>
    <Form action={REGISTER_PATH} class="stack">
      <input type="hidden" name="kind" value={kind} />
      <input type="hidden" name="organisation" value={toWireId('org', organisation.id)} />
      <AppFields kind={kind} />
      <Actions end>
        <ButtonLink kind="secondary" href={DEVELOPERS_PATH}>
          {texts.cancel}
        </ButtonLink>
        <Button>{texts.register}</Button>
      </Actions>
    </Form>
  </Stack>
);
