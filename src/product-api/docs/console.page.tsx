import type { VNode } from 'preact';
import type { PageContent } from '../../platform/pages/outcome.js';
import { Heading, Stack } from '../../platform/pages/parts.js';
import { docsClientId } from './docs-client.js';
import type { Guide } from './guide.js';
import { DocsNavigation } from './navigation.js';

/** The reference, with every operation to try out. */
export const consolePage = (issuer: string, guide: Guide): PageContent => ({
  title: 'Product API',
  width: 'wide',
  body: <Console clientId={docsClientId(issuer)} guide={guide} />,
});

const Console = ({ clientId, guide }: { clientId: string; guide: Guide }): VNode => (
  <Stack>
    <link rel="stylesheet" href="/docs/assets/swagger-ui.css" />
    <Heading title="Product API">
      Every operation, with the scopes it needs. <b>Authorize</b> asks you for access as any app
      does; then try operations out on your projects. You can end that access under{' '}
      <a href="/dashboard/connected-apps">connected apps</a>.
    </Heading>
    <DocsNavigation guide={guide} current="reference" />
    <noscript>
      <p class="notice">
        Trying out needs JavaScript. The same is in <a href="/openapi.json">openapi.json</a>.
      </p>
    </noscript>
    <div id="console" data-client-id={clientId} />
    <script src="/docs/assets/swagger-ui-bundle.js" defer />
    <script src="/docs/assets/console.js" defer />
  </Stack>
);
