import type { VNode } from 'preact';
import { TextArea } from '../../../../platform/pages/fields.js';
import { Button, Form } from '../../../../platform/pages/form.js';
import { Actions, Badge, Card, Row, Rows, Stack } from '../../../../platform/pages/parts.js';
import type { AppVersion } from '../../../reviews/app-version.js';
import { CONTENT_FIELDS } from '../../../reviews/reviewed-fields.js';
import { isFixed } from '../../../reviews/version-state.js';
import { momentText } from '../../../../platform/pages/moment.js';
import { REASON } from '../../../reviews/written-reason.js';
import { versionTexts } from '../../../reviews/version-texts.js';
import { verificationTexts as texts } from './verification-texts.js';
import type { VerificationView } from './verification-view.js';
import { VersionHistory } from '../../../reviews/version-history.js';

interface Props {
  readonly view: VerificationView;
  readonly path: string;
}

/** Where the app is in its review, and what the developer can do now. */
export const StateCard = ({ view, path }: Props): VNode => {
  const { version } = view.editable;
  const shown = version ?? view.last;
  return (
    <Card title={texts.state} aside={shown && <Badge>{versionTexts.states[shown.state]}</Badge>}>
      <Stack>
        {!shown && <p class="soft">{texts.none}</p>}
        {version && <Open version={version} />}
        <VersionHistory events={view.events} />
        <Ways view={view} path={path} />
      </Stack>
    </Card>
  );
};

const Open = ({ version }: { readonly version: AppVersion }): VNode => (
  <>
    {isFixed(version) && (
      <p>
        {texts.waits} {version.dueAt && texts.due(momentText(version.dueAt))}
      </p>
    )}
    {version.state === 'draft' && <Draft changed={version.changed} />}
  </>
);

const Draft = ({ changed }: { readonly changed: readonly string[] }): VNode => (
  <>
    <p>{texts.draft}</p>
    <Rows>
      {CONTENT_FIELDS.filter(({ name }) => changed.includes(name)).map(({ label }) => (
        <Row title={label} />
      ))}
    </Rows>
  </>
);

const Ways = ({ view, path }: Props): VNode => (
  <>
    <Actions>
      {maySubmit(view) && (
        <Form action={`${path}/submit`}>
          <Button>{texts.submit}</Button>
        </Form>
      )}
      {mayAskForListing(view) && (
        <Form action={`${path}/submit`}>
          <input type="hidden" name="as" value="listing" />
          <Button kind="secondary">{texts.submitListing}</Button>
        </Form>
      )}
      {view.editable.version && <Withdraw version={view.editable.version} path={path} />}
    </Actions>
    {mayAppeal(view) && <Appeal view={view} path={path} />}
  </>
);

const Withdraw = ({
  version: { state },
  path,
}: {
  readonly version: AppVersion;
  readonly path: string;
}): VNode => (
  <Form action={`${path}/withdraw`}>
    <Button kind="danger-quiet">{state === 'draft' ? texts.discard : texts.withdraw}</Button>
  </Form>
);

/** A verified app without a draft has nothing to submit. */
const maySubmit = (view: VerificationView): boolean =>
  !isFixed(view.editable.version) && (!view.editable.isReviewed || view.editable.version !== null);

const mayAskForListing = (view: VerificationView): boolean =>
  !isFixed(view.editable.version) && view.app.verification.tier === 'verified';

const mayAppeal = ({ last, editable }: VerificationView): boolean =>
  last?.state === 'rejected' && last.appeal === 'none' && editable.version === null;

const Appeal = ({ view, path }: Props): VNode => (
  <Form action={`${path}/appeal`}>
    <Stack>
      <p>{texts.appealLead}</p>
      <input type="hidden" name="version" value={view.last?.wireId} />
      <TextArea label={texts.appealReason} name="reason" value="" rows={4} maxlength={REASON.max} />
      <Actions>
        <Button kind="secondary">{texts.appeal}</Button>
      </Actions>
    </Stack>
  </Form>
);
