import type { VNode } from 'preact';
import { Choice, Choices, Fault, TextArea } from '../../../../platform/pages/fields.js';
import { Button, Form } from '../../../../platform/pages/form.js';
import { Name } from '../../../../platform/pages/names.js';
import { Actions, Card, Stack } from '../../../../platform/pages/parts.js';
import type { AppVersion } from '../../../reviews/app-version.js';
import { CONTENT_FIELDS, scopesOf } from '../../../reviews/reviewed-fields.js';
import { REASON } from '../../../reviews/written-reason.js';
import { LONGEST_COMMENT } from './read-decision.js';
import { staffReviewTexts as texts } from './staff-review-texts.js';

/** The decision of who has the version. */
export const DecisionForm = ({
  version,
  path,
}: {
  readonly version: AppVersion;
  readonly path: string;
}): VNode => (
  <Card title={texts.decision}>
    <Form action={`${path}/decide`}>
      <Stack>
        <p class="soft">{texts.decisionLead}</p>
        <input type="hidden" name="round" value={String(version.round)} />
        <Fault name="action" />
        <Choices legend={texts.decision}>
          {Object.entries(texts.actions).map(([value, [title, description]]) => (
            <Choice type="radio" name="action" value={value} {...{ title, description }} />
          ))}
        </Choices>
        <TextArea label={texts.reason} name="reason" value="" rows={5} maxlength={REASON.max} />
        <Choices legend={texts.scopes}>
          {scopesOf(version.content.metadata.scope).map((scope) => (
            <Choice
              {...{ name: 'scope', value: scope, title: scope, checked: true }}
              description={<Name>{version.content.profile.scopeReasons[scope] ?? ''}</Name>}
            />
          ))}
        </Choices>
        <Comments />
        <Actions>
          <Button>{texts.decide}</Button>
        </Actions>
      </Stack>
    </Form>
  </Card>
);

const Comments = (): VNode => (
  <>
    <h3>{texts.comments}</h3>
    {CONTENT_FIELDS.map(({ name, label }) => (
      <TextArea
        {...{ label, name: `comment_${name}`, value: '' }}
        {...{ rows: 2, maxlength: LONGEST_COMMENT }}
      />
    ))}
  </>
);
