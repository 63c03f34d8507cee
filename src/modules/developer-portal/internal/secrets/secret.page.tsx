import type { VNode } from 'preact';
import { ButtonLink, Notice } from '../../../../platform/pages/form.js';
import type { Phrase } from '../../../../platform/pages/names.js';
import { page, type Outcome } from '../../../../platform/pages/outcome.js';
import { Actions, Card, Facts, Heading, Stack } from '../../../../platform/pages/parts.js';
import type { Client } from '../../../clients/client.js';
import { appPath } from '../portal-paths.js';
import { secretTexts as texts } from './secret-texts.js';

interface Words {
  readonly title: Phrase;
  readonly lead: string;
}

/** Answers the form that made a secret: no other page can show it, since only its hash is stored. */
export const secretPage = (client: Client, secret: string, words: Words): Outcome =>
  page({ title: words.title, body: <NewSecret {...{ client, secret, words }} /> });

interface Props {
  readonly client: Client;
  readonly secret: string;
  readonly words: Words;
}

const NewSecret = ({ client, secret, words }: Props): VNode => (
  <Stack>
    <Heading title={words.title}>{words.lead}</Heading>
    <Card>
      <Stack>
        <Facts
          of={[
            ['client_id', <code>{client.clientId}</code>],
            [texts.secret, <code>{secret}</code>],
          ]}
        />
        <Notice kind="warning">{texts.once}</Notice>
        <Actions end>
          <ButtonLink href={appPath(client)}>{texts.toApp}</ButtonLink>
        </Actions>
      </Stack>
    </Card>
  </Stack>
);
