import type { VNode } from 'preact';
import { Field, TextArea } from '../../../../platform/pages/fields.js';
import { Button, Form } from '../../../../platform/pages/form.js';
import { Actions, Card, Stack } from '../../../../platform/pages/parts.js';
import {
  ANSWER_NAMES,
  ANSWERS,
  RESTRICTED_ANSWERS,
  type AnswerName,
  type Answers,
} from '../../../reviews/verification-answers.js';
import { verificationTexts as texts } from './verification-texts.js';

/** What the organisation tells the reviewers. */
export const AnswersCard = ({
  answers,
  isRestricted,
  path,
}: {
  readonly answers: Answers;
  readonly isRestricted: boolean;
  readonly path: string;
}): VNode => (
  <Card title={texts.answers}>
    <Form action={`${path}/answers`}>
      <Stack>
        <p class="soft">{texts.answersLead}</p>
        {ANSWER_NAMES.map((name) => (
          <Answer
            name={name}
            value={answers[name]}
            hint={
              !isRestricted && RESTRICTED_ANSWERS.includes(name) ? texts.restrictedOnly : undefined
            }
          />
        ))}
        <Actions>
          <Button kind="secondary">{texts.save}</Button>
        </Actions>
      </Stack>
    </Form>
  </Card>
);

function Answer({
  name,
  value,
  hint,
}: {
  readonly name: AnswerName;
  readonly value: string | undefined;
  readonly hint: string | undefined;
}): VNode {
  const { label, lines, longest } = ANSWERS[name];
  const field = { label, name, value: value ?? '', maxlength: longest, ...(hint && { hint }) };
  return lines === 1 ? (
    <Field {...field} autocomplete="off" />
  ) : (
    <TextArea {...field} rows={lines} />
  );
}
