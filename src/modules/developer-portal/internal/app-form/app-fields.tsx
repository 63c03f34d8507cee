import type { VNode } from 'preact';
import { Fault, Field, Select, TextArea } from '../../../../platform/pages/fields.js';
import { Notice } from '../../../../platform/pages/form.js';
import { usePage } from '../../../../platform/pages/page-context.js';
import { Card, Stack } from '../../../../platform/pages/parts.js';
import { EMPTY_PROFILE } from '../../../app-profiles/app-profile.js';
import { METADATA_LIMITS } from '../../../clients/portal-app-faults.js';
import type { AppContent } from '../../../reviews/app-content.js';
import { appFormTexts as texts } from './app-form-texts.js';
import { methodsFor, type AppKind } from './app-kind.js';
import { ScopeFields } from './scope-fields.js';

interface Props {
  readonly kind: AppKind;
  /** The present content; nothing for a new app. */
  readonly content?: AppContent;
}

const NOTHING: AppContent = { metadata: {}, profile: EMPTY_PROFILE };

/** All fields of an app. A form that was refused shows them as they were sent. */
export const AppFields = ({ kind, content = NOTHING }: Props): VNode => (
  <>
    {usePage().faults && <Notice kind="error">{texts.faults.summary}</Notice>}
    <Identity of={content} />
    <Flow kind={kind} of={content} />
    <Card title={texts.scopes}>
      <Stack>
        <p class="soft">{texts.scopesLead}</p>
        <Fault name="scope" />
        <ScopeFields
          kind={kind}
          scopes={new Set(textOf(content, 'scope')?.split(' '))}
          reasons={content.profile.scopeReasons}
        />
      </Stack>
    </Card>
    <Contacts of={content} />
  </>
);

interface OfContent {
  readonly of: AppContent;
}

const textOf = ({ metadata }: AppContent, member: string): string | undefined => {
  const value = metadata[member];
  return typeof value === 'string' ? value : undefined;
};

const Identity = ({ of }: OfContent): VNode => (
  <Card title={texts.identity}>
    <Stack>
      <Field
        label={texts.name}
        name="client_name"
        value={textOf(of, 'client_name')}
        hint={texts.nameHint}
        autocomplete="off"
        maxlength={METADATA_LIMITS.name}
        required
      />
      <Address label={texts.homepage} name="client_uri" value={textOf(of, 'client_uri')} />
    </Stack>
  </Card>
);

const Flow = ({ kind, of }: { kind: AppKind } & OfContent): VNode => (
  <Card title={texts.flow}>
    <Stack>
      {kind !== 'service' && (
        <TextArea
          label={texts.redirectUris}
          name="redirect_uris"
          value={linesOf(of.metadata.redirect_uris)}
          hint={texts.redirectUrisHint[kind]}
          rows={4}
        />
      )}
      <Method kind={kind} of={of} />
    </Stack>
  </Card>
);

const linesOf = (values: unknown): string => (Array.isArray(values) ? values.join('\n') : '');

/** Nothing where there is no choice. A method that the kind does not offer stays until another is chosen. */
function Method({ kind, of }: { kind: AppKind } & OfContent): VNode | null {
  const current = textOf(of, 'token_endpoint_auth_method');
  const methods = methodsFor(kind, current);
  if (methods.length === 1) return null;
  return (
    <>
      <Select
        label={texts.method}
        name="token_endpoint_auth_method"
        options={methods.map((method) => [method, texts.methods[method]])}
        chosen={current}
      />
      <KeyFields of={of} />
    </>
  );
}

export const KeyFields = ({ of }: OfContent): VNode => (
  <>
    <Address
      {...{ label: texts.keySetUrl, name: 'jwks_uri', hint: texts.keySetUrlHint }}
      value={textOf(of, 'jwks_uri')}
    />
    <TextArea
      label={texts.keySet}
      name="jwks"
      value={of.metadata.jwks ? JSON.stringify(of.metadata.jwks, null, 2) : ''}
      hint={texts.keySetHint}
      rows={3}
    />
  </>
);

const Contacts = ({ of }: OfContent): VNode => (
  <Card title={texts.contacts}>
    <Stack>
      <Address label={texts.terms} name="tos_uri" value={textOf(of, 'tos_uri')} />
      <Address label={texts.privacy} name="policy_uri" value={textOf(of, 'policy_uri')} />
      <Mailboxes of={of} />
    </Stack>
  </Card>
);

export const Mailboxes = ({ of: { profile } }: OfContent): VNode => (
  <>
    <Mailbox
      {...{ label: texts.support, name: 'support_email', hint: texts.supportHint }}
      value={profile.supportEmail}
    />
    <Mailbox
      {...{ label: texts.security, name: 'security_email', hint: texts.securityHint }}
      value={profile.securityEmail}
    />
  </>
);

interface LineProps {
  readonly label: string;
  readonly name: string;
  readonly value: string | undefined;
  readonly hint?: string;
}

const Address = (field: LineProps): VNode => (
  <Field hint={texts.homepageHint} {...field} maxlength={METADATA_LIMITS.uri} />
);

const Mailbox = ({
  value,
  ...field
}: Omit<LineProps, 'value'> & { readonly value: string | null }): VNode => (
  <Field {...field} value={value ?? undefined} maxlength={254} />
);
