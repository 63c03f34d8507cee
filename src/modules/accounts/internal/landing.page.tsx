import type { VNode } from 'preact';
import { ButtonLink } from '../../../platform/pages/form.js';
import { page, type Outcome } from '../../../platform/pages/outcome.js';
import { usePage } from '../../../platform/pages/page-context.js';
import { Actions, Card, Heading, Stack } from '../../../platform/pages/parts.js';
import { texts } from './texts.js';

/** Explains this server to a person who opens its root URL. */
export const landingPage = (): Outcome => page({ title: texts.landingTitle, body: <Landing /> });

const Landing = (): VNode => (
  <Stack space="loose">
    <Heading title={texts.landingTitle}>{texts.landingLead}</Heading>
    <Actions>
      <ButtonLink href="/dashboard/connected-apps">{texts.landingApps}</ButtonLink>
      <ButtonLink kind="secondary" href="/apps">
        {texts.landingMarketplace}
      </ButtonLink>
      {!usePage().person && (
        <ButtonLink kind="secondary" href="/login">
          {texts.landingSignIn}
        </ButtonLink>
      )}
    </Actions>
    <Card title={texts.forDevelopers}>
      <ul class="links">
        {texts.developerLinks.map(({ href, title, text }) => (
          <li>
            <a href={href}>{title}</a>
            <p class="soft small">{text}</p>
          </li>
        ))}
      </ul>
    </Card>
  </Stack>
);
