import type { VNode } from 'preact';
import type { Phrase } from './names.js';
import { Button, ButtonLink, Form } from './form.js';
import { page, type Outcome } from './outcome.js';
import { Actions, Card, Heading, Stack } from './parts.js';

interface Props {
  /** Of the page: about the whole of it, even where a part is meant. */
  readonly title: Phrase;
  readonly heading: Phrase;
  /** What happens then. */
  readonly effect: string;
  /** Where the answer goes. */
  readonly action: string;
  /** The page to go back to. */
  readonly back: string;
  readonly texts: { readonly cancel: string; readonly confirm: string };
}

/** Asks once before access ends. */
export const disconnectQuestion = ({ title, ...props }: Props): Outcome =>
  page({ title, body: <Question {...props} />, width: 'narrow' });

const Question = (props: Omit<Props, 'title'>): VNode => (
  <Card>
    <Stack>
      <Heading title={props.heading}>{props.effect}</Heading>
      <Form action={props.action}>
        <Actions end>
          <ButtonLink kind="secondary" href={props.back}>
            {props.texts.cancel}
          </ButtonLink>
          <Button kind="danger">{props.texts.confirm}</Button>
        </Actions>
      </Form>
    </Stack>
  </Card>
);
