import type { VNode } from 'preact';
import type { Phrase } from './names.js';
import { Button, ButtonLink, Form } from './form.js';
import { page, type Outcome } from './outcome.js';
import { Actions, Card, Heading, Stack } from './parts.js';

interface Props {
  /** Title of the page, which names the app even where only one project is disconnected. */
  readonly title: Phrase;
  readonly heading: Phrase;
  /** What a disconnect does. */
  readonly effect: string;
  /** Path that the form posts to. */
  readonly action: string;
  /** Path of the page to return to. */
  readonly back: string;
  readonly texts: { readonly cancel: string; readonly confirm: string };
}

/** Asks for confirmation before a disconnect. */
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
