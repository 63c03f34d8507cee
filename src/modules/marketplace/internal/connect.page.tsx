import { ButtonLink } from '../../../platform/pages/form.js';
import { Name, phrase } from '../../../platform/pages/names.js';
import { page, type Outcome } from '../../../platform/pages/outcome.js';
import { Actions, Card, Heading, Stack } from '../../../platform/pages/parts.js';
import { marketplaceTexts as texts } from '../marketplace-texts.js';
import type { ListedApp } from './listed-app.js';
import { listingPath } from '../../app-profiles/app-listing.js';

/** For an app that registered no address where the flow begins. */
export const connectPage = ({ name, clientUri, listing }: ListedApp): Outcome =>
  page({
    title: phrase`${texts.connect} ${name}`,
    width: 'narrow',
    body: (
      <Card>
        <Stack>
          <Heading title={texts.startTitle}>
            {texts.openFirst} <Name>{name}</Name> {texts.connectThere}
          </Heading>
          <p>{texts.startHint}</p>
          <Actions>
            {clientUri && (
              <a class="button" href={clientUri} rel="nofollow noopener noreferrer">
                <span>{texts.toWebsite}</span>
              </a>
            )}
            <ButtonLink kind="secondary" href={listingPath(listing.slug)}>
              {texts.back}
            </ButtonLink>
          </Actions>
        </Stack>
      </Card>
    ),
  });
