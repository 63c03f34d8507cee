import type { VNode } from 'preact';
import { Button, Form } from '../../../../platform/pages/form.js';
import { Actions, Badge, Card, Facts, Stack } from '../../../../platform/pages/parts.js';
import { verificationTexts as texts } from './verification-texts.js';
import type { HostView } from './verification-view.js';

/** Each host: what to publish, and what the last check found. */
export const DomainsCard = ({
  hosts,
  path,
}: {
  readonly hosts: readonly HostView[];
  readonly path: string;
}): VNode => (
  <Card title={texts.domains}>
    <Stack>
      <p class="soft">{hosts.length === 0 ? texts.noDomains : texts.domainsLead}</p>
      {hosts.map((host) => (
        <Host host={host} />
      ))}
      {hosts.length > 0 && (
        <Form action={`${path}/domains`}>
          <Actions>
            <Button kind="secondary">{texts.checkAll}</Button>
          </Actions>
        </Form>
      )}
    </Stack>
  </Card>
);

const Host = ({ host: { host, record, file, token, proof } }: { host: HostView }): VNode => (
  <section>
    <h3>
      {host}{' '}
      <Badge kind={proof?.state === 'proven' ? 'granted' : 'caution'}>
        {proof ? texts.proofs[proof.state] : texts.unchecked}
      </Badge>
    </h3>
    {proof?.failure && <p class="soft">{texts.failures[proof.failure]}</p>}
    <Facts
      of={[
        [texts.record, <code>{record}</code>],
        [texts.file, <code>{file}</code>],
        [texts.value, <code>{token}</code>],
      ]}
    />
  </section>
);
