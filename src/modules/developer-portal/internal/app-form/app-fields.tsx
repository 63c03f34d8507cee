import type { VNode } from 'preact';
import { Field, Select, TextArea } from '../../../../platform/pages/fields.js';
import { Notice } from '../../../../platform/pages/form.js';
import { usePage } from '../../../../platform/pages/page-context.js';
import { Card, Stack } from '../../../../platform/pages/parts.js';
import { EMPTY_PROFILE, type AppProfile } from '../../../app-profiles/app-profile.js';
import type { Client } from '../../../clients/client.js';
import { appFormTexts as texts } from './app-form-texts.js';
import { KIND_RULES, type AppKind } from './app-kind.js';
import { ScopeFields } from './scope-fields.js';

interface Props {
  readonly kind: AppKind;
  /** As it is stored; null for a new app. */
  readonly client: Client | null;
  readonly profile?: AppProfile;
}

/** All fields of an app. A form that was refused shows them as they were sent. */
export const AppFields = ({ kind, client, profile = EMPTY_PROFILE }: Props): VNode => (
  <>
    {usePage().faults && <Notice kind="error">{texts.faults.summary}</Notice>}
    <Identity client={client} />
    <Flow kind={kind} client={client} />
    <Card title={texts.scopes}>
      <Stack>
        <p class="soft">{texts.scopesLead}</p>
        <ScopesFault />
        <ScopeFields
          kind={kind}
          scopes={new Set(client?.scope ?? [])}
          reasons={profile.scopeReasons}
        />
      </Stack>
    </Card>
    <Contacts client={client} profile={profile} />
  </>
);

const Identity = ({ client }: Pick<Props, 'client'>): VNode => (
  <Card title={texts.identity}>
    <Stack>
      <Field
        label={texts.name}
        name="client_name"
        value={client?.name}
        hint={texts.nameHint}
        autocomplete="off"
        maxlength={60}
        required
      />
      <Address label={texts.homepage} name="client_uri" value={client?.clientUri} />
    </Stack>
  </Card>
);

const Flow = ({ kind, client }: Props): VNode => (
  <Card title={texts.flow}>
    <Stack>
      {kind !== 'service' && (
        <TextArea
          label={texts.redirectUris}
          name="redirect_uris"
          value={client?.redirectUris.join('\n') ?? ''}
          hint={texts.redirectUrisHint[kind]}
          rows={4}
        />
      )}
      {KIND_RULES[kind].methods.length > 1 && <Method kind={kind} client={client} />}
    </Stack>
  </Card>
);

const Method = ({ kind, client }: Props): VNode => (
  <>
    <Select
      label={texts.method}
      name="token_endpoint_auth_method"
      options={KIND_RULES[kind].methods.map((method) => [method, texts.methods[method]])}
      chosen={client?.tokenEndpointAuthMethod}
    />
    <Field
      label={texts.keySetUrl}
      name="jwks_uri"
      value={client?.jwksUri ?? undefined}
      hint={texts.keySetUrlHint}
      maxlength={512}
    />
    <TextArea
      label={texts.keySet}
      name="jwks"
      value={client?.jwks ? JSON.stringify(client.jwks, null, 2) : ''}
      hint={texts.keySetHint}
      rows={3}
    />
  </>
);

/** That none was ticked, which belongs to no single box. */
function ScopesFault(): VNode | null {
  const fault = usePage().faults?.scope;
  return fault === undefined ? null : <span class="field-error">{fault}</span>;
}

const Contacts = ({ client, profile }: Pick<Props, 'client' | 'profile'>): VNode => (
  <Card title={texts.contacts}>
    <Stack>
      <Address label={texts.terms} name="tos_uri" value={client?.tosUri} />
      <Address label={texts.privacy} name="policy_uri" value={client?.policyUri} />
      <Mailbox
        {...{ label: texts.support, name: 'support_email', hint: texts.supportHint }}
        value={profile?.supportEmail}
      />
      <Mailbox
        {...{ label: texts.security, name: 'security_email', hint: texts.securityHint }}
        value={profile?.securityEmail}
      />
    </Stack>
  </Card>
);

interface LineProps {
  readonly label: string;
  readonly name: string;
  readonly value: string | null | undefined;
}

const Address = ({ value, ...field }: LineProps): VNode => (
  <Field {...field} value={value ?? undefined} hint={texts.homepageHint} maxlength={512} />
);

const Mailbox = ({ value, ...field }: LineProps & { readonly hint: string }): VNode => (
  <Field {...field} value={value ?? undefined} maxlength={254} />
);
