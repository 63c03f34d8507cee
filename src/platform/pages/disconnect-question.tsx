import type { VNode } from 'preact';
import type { Phrase } from './names.js';
import { Button, ButtonLink, CsrfField } from './form.js';
import { Actions, Card, Heading, Stack } from './parts.js';

interface Props {
  readonly title: Phrase;
  /** What happens then. */
  readonly effect: string;
  /** Where the answer goes. */
  readonly action: string;
  /** The page to go back to. */
  readonly back: string;
  readonly texts: { readonly cancel: string; readonly confirm: string };
  readonly csrfToken: string;
}

/** Asks once before access ends. */
export const DisconnectQuestion = (props: Props): VNode => (
  <Card>
    <Stack>
      <Heading title={props.title}>{props.effect}</Heading>
      <form method="post" action={props.action}>
        <CsrfField token={props.csrfToken} />
        <Actions end>
          <ButtonLink kind="secondary" href={props.back}>
            {props.texts.cancel}
          </ButtonLink>
          <Button kind="danger">{props.texts.confirm}</Button>
        </Actions>
      </form>
    </Stack>
  </Card>
);
