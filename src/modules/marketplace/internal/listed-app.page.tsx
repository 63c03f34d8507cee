import type { VNode } from 'preact';
import { ButtonLink } from '../../../platform/pages/form.js';
import { Name, phrase } from '../../../platform/pages/names.js';
import { page, type IndexedPage, type Outcome } from '../../../platform/pages/outcome.js';
import { Actions, Card, Facts, Identity, Row, Rows, Stack } from '../../../platform/pages/parts.js';
import {
  CATEGORIES,
  LANGUAGE_TAGS,
  LISTING_LANGUAGES,
  listingPath,
  textIn,
  type ListingLanguage,
} from '../../app-profiles/app-listing.js';
import { marketplaceTexts as texts } from '../marketplace-texts.js';
import type { ListedApp } from './listed-app.js';
import { APPS_PATH, connectPath } from './marketplace-paths.js';
import { Prose } from './plain-text.js';
import { shownScopes } from './shown-scopes.js';

interface Props {
  readonly app: ListedApp;
  readonly wanted: readonly string[];
  /** Of the server. */
  readonly origin: string;
}

export const listedAppPage = (props: Props): Outcome =>
  page({
    title: phrase`${props.app.name}`,
    body: <App {...props} />,
    index: indexOf(props),
  });

const offered = ({ texts: written }: ListedApp['listing']): ListingLanguage[] =>
  LANGUAGE_TAGS.filter((tag) => written[tag] !== undefined);

const inLanguage = (slug: string, tag: string): string => `${listingPath(slug)}?lang=${tag}`;

function indexOf({ app, wanted, origin }: Props): IndexedPage {
  const { listing, name } = app;
  const { summary, language } = textIn(listing, wanted);
  const canonical = origin + listingPath(listing.slug);
  return {
    ...{ canonical, description: summary, language },
    alternates: offered(listing).map((tag) => [tag, origin + inLanguage(listing.slug, tag)]),
    data: {
      ...{ '@context': 'https://schema.org', '@type': 'SoftwareApplication' },
      ...{ name, description: summary, url: canonical, operatingSystem: 'Web' },
      image: app.logo === null ? undefined : origin + app.logo,
      applicationCategory: listing.categories.map((each) => CATEGORIES[each]).join(', '),
      availableLanguage: listing.languages,
      author: { '@type': 'Organization', name: app.organisation, url: app.clientUri ?? undefined },
    },
  };
}

const App = ({ app, wanted }: Props): VNode => {
  const { listing } = app;
  const { summary, description, language } = textIn(listing, wanted);
  return (
    <Stack>
      <a href={APPS_PATH}>{texts.all}</a>
      <h1 class="out-of-sight">
        <Name>{app.name}</Name>
      </h1>
      <Identity name={app.name} logo={app.logo}>
        {texts.by} <Name>{app.organisation}</Name>
        {app.verifiedDomain && (
          <>
            {' · '}
            <Name>{app.verifiedDomain}</Name>
          </>
        )}
      </Identity>
      <p lang={language} dir="auto">
        <bdi>{summary}</bdi>
      </p>
      <Actions>
        <ButtonLink href={connectPath(listing.slug)}>{texts.connect}</ButtonLink>
      </Actions>
      <Card title={texts.about}>
        <Stack>
          <Prose text={description} language={language} />
          <Languages app={app} shown={language} />
        </Stack>
      </Card>
      <Asks app={app} />
      <About app={app} />
    </Stack>
  );
};

const Languages = ({ app, shown }: { app: ListedApp; shown: ListingLanguage }): VNode | null => {
  const others = offered(app.listing).filter((tag) => tag !== shown);
  if (others.length === 0) return null;
  return (
    <nav class="actions" aria-label={texts.otherLanguages}>
      {others.map((tag) => (
        <a href={inLanguage(app.listing.slug, tag)} hreflang={tag} lang={tag}>
          {LISTING_LANGUAGES[tag]}
        </a>
      ))}
    </nav>
  );
};

const Asks = ({ app }: { app: ListedApp }): VNode => {
  const scopes = shownScopes(app);
  return (
    <Card title={texts.asks}>
      <Stack>
        <p class="soft">{scopes.length === 0 ? texts.asksNothing : texts.asksHint}</p>
        {scopes.length > 0 && (
          <Rows>
            {scopes.map(({ sentence, reason }) => (
              <Row title={sentence} text={reason && <Name>{reason}</Name>} />
            ))}
          </Rows>
        )}
      </Stack>
    </Card>
  );
};

/** Addresses of others: https only, without our address in the request, and no recommendation. */
const Outside = ({ href }: { href: string }): VNode => (
  <a href={href} rel="nofollow noopener noreferrer">
    <Name>{URL.parse(href)?.host ?? href}</Name>
  </a>
);

const About = ({ app }: { app: ListedApp }): VNode => {
  const { listing, clientUri, policyUri, tosUri, supportEmail } = app;
  const facts: [string, VNode | string | null][] = [
    [texts.maker, <Name>{app.organisation}</Name>],
    [texts.domain, app.verifiedDomain && <Name>{app.verifiedDomain}</Name>],
    [texts.website, clientUri && <Outside href={clientUri} />],
    [texts.categories, listing.categories.map((each) => CATEGORIES[each]).join(', ')],
    [texts.languages, listing.languages.map((tag) => LISTING_LANGUAGES[tag]).join(', ')],
    [texts.support, supportEmail && <Name>{supportEmail}</Name>],
    [texts.privacy, policyUri && <Outside href={policyUri} />],
    [texts.terms, tosUri && <Outside href={tosUri} />],
    [texts.reviewed, app.reviewedAt.toISOString().slice(0, 10)],
  ];
  return (
    <Card title={texts.facts}>
      <Facts of={facts.filter(([, fact]) => fact !== null && fact !== '')} />
    </Card>
  );
};
