import type { VNode } from 'preact';
import { toWireId } from '../../../kernel/ids.js';
import { Field } from '../../../platform/pages/fields.js';
import { Button, Form, Notice } from '../../../platform/pages/form.js';
import { Name, OfWhat, phrase } from '../../../platform/pages/names.js';
import { page, type Outcome, type Refusal } from '../../../platform/pages/outcome.js';
import { Badge, Card, Heading, Row, Rows, Stack } from '../../../platform/pages/parts.js';
import { testNumbersTexts as texts } from './test-numbers-texts.js';
import type { TestNumber } from './test-numbers.js';

interface Props {
  readonly project: { readonly id: string; readonly name: string };
  readonly numbers: readonly TestNumber[];
  /** What was just done. */
  readonly done?: 'sent' | 'done' | 'wrong' | undefined;
}

export const testNumbersPath = (projectId: string): string =>
  `/dashboard/projects/${toWireId('prj', projectId)}/test-numbers`;

export const testNumbersPage = (props: Props, refusal: Refusal = {}): Outcome =>
  page({ title: texts.title(props.project.name), body: <TestNumbers {...props} />, ...refusal });

/** The phones to which apps under development may send, and the form for another one. */
function TestNumbers({ project, numbers, done }: Props): VNode {
  const path = testNumbersPath(project.id);
  return (
    <Stack>
      <Heading title={texts.title(project.name)}>{texts.lead}</Heading>
      {done && <Notice kind={done === 'wrong' ? 'error' : 'success'}>{texts[done]}</Notice>}
      <Card title={texts.numbers}>
        {numbers.length === 0 && <p class="soft">{texts.none}</p>}
        <Rows>
          {numbers.map((number) => (
            <NumberRow number={number} path={path} />
          ))}
        </Rows>
      </Card>
      <Card title={texts.add}>
        <Form action={path}>
          <Stack>
            <Field label={texts.phone} name="phone" hint={texts.addHint} required maxlength={40} />
            <Button>{texts.sendCode}</Button>
          </Stack>
        </Form>
      </Card>
    </Stack>
  );
}

const NumberRow = ({ number, path }: { number: TestNumber; path: string }): VNode => (
  <Row
    title={
      <>
        <Name>{number.phone}</Name>{' '}
        <Badge kind={number.state === 'confirmed' ? 'granted' : 'neutral'}>
          {texts.states[number.state]}
        </Badge>
      </>
    }
    text={
      number.state === 'pending' && (
        <Form action={`${path}/${toWireId('tno', number.id)}/confirm`}>
          <Field
            label={texts.code}
            name="code"
            autocomplete="one-time-code"
            required
            maxlength={6}
          />
          <Button small>{texts.confirm}</Button>
        </Form>
      )
    }
    aside={
      <Form action={`${path}/${toWireId('tno', number.id)}/remove`}>
        <Button kind="danger-quiet" small>
          {texts.remove}
          <OfWhat>{phrase`${number.phone}`}</OfWhat>
        </Button>
      </Form>
    }
  />
);
