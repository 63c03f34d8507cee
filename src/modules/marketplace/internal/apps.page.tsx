import type { VNode } from 'preact';
import { Field, Select } from '../../../platform/pages/fields.js';
import { Button } from '../../../platform/pages/form.js';
import { Name } from '../../../platform/pages/names.js';
import { page, type Outcome } from '../../../platform/pages/outcome.js';
import { Actions, Empty, Heading, Identity, Stack } from '../../../platform/pages/parts.js';
import { SearchForm } from '../../../platform/pages/search-form.js';
import { CATEGORIES, listingPath, textIn } from '../../app-profiles/app-listing.js';
import { marketplaceTexts as texts } from '../marketplace-texts.js';
import type { ListedApp } from './listed-app.js';
import type { AppSearch, AppsPage } from './listed-apps.js';
import { LONGEST_SEARCH } from './search-words.js';
import { APPS_PATH, searchPath } from './marketplace-paths.js';

interface Props extends AppsPage {
  readonly search: AppSearch;
  readonly wanted: readonly string[];
  /** Of the server. */
  readonly origin: string;
}

export const appsPage = (props: Props): Outcome =>
  page({
    title: texts.title,
    body: <Apps {...props} />,
    // Results of a search are no pages of their own.
    ...(isSearch(props.search) ? {} : { index: indexOf(props) }),
  });

const isSearch = ({ text, after }: AppSearch): boolean => text !== '' || after !== null;

const indexOf = ({ origin, apps, search: { category } }: Props) => ({
  canonical: origin + searchPath({ category }),
  description: texts.lead,
  language: 'en',
  alternates: [],
  data: {
    '@context': 'https://schema.org',
    '@type': 'ItemList',
    itemListElement: apps.map(({ name, listing: { slug } }, place) => ({
      ...{ '@type': 'ListItem', position: place + 1 },
      ...{ name, url: origin + listingPath(slug) },
    })),
  },
});

const Apps = ({ apps, next, search, wanted }: Props): VNode => (
  <Stack>
    <Heading title={texts.title}>{texts.lead}</Heading>
    <Search {...search} />
    {apps.length === 0 ? (
      <Nothing search={search} />
    ) : (
      <ul class="tiles" aria-label={texts.results}>
        {apps.map((app) => (
          <Tile app={app} wanted={wanted} />
        ))}
      </ul>
    )}
    {next !== null && (
      <Actions>
        <a href={searchPath(search, next)} rel="next">
          {texts.next}
        </a>
      </Actions>
    )}
  </Stack>
);

const Search = ({ text, category }: AppSearch): VNode => (
  <SearchForm action={APPS_PATH} label={texts.searchLabel}>
    <Field label={texts.search} name="q" type="search" value={text} maxlength={LONGEST_SEARCH} />
    <Select
      label={texts.category}
      name="category"
      chosen={category ?? ''}
      options={[['', texts.everyCategory], ...Object.entries(CATEGORIES)]}
    />
    <Button kind="secondary">{texts.button}</Button>
  </SearchForm>
);

const Nothing = ({ search }: { search: AppSearch }): VNode =>
  isSearch(search) || search.category !== null ? (
    <Empty title={texts.noneFound}>
      {texts.noneFoundHint} <a href={APPS_PATH}>{texts.all}</a>
    </Empty>
  ) : (
    <Empty title={texts.none}>{texts.noneHint}</Empty>
  );

const Tile = ({ app, wanted }: { app: ListedApp; wanted: readonly string[] }): VNode => {
  const { summary, language } = textIn(app.listing, wanted);
  return (
    <li class="card tile">
      <Identity name={app.name} logo={app.logo}>
        {texts.by} <Name>{app.organisation}</Name>
      </Identity>
      <p lang={language} dir="auto">
        <bdi>{summary}</bdi>
      </p>
      <a href={listingPath(app.listing.slug)}>
        <Name>{app.name}</Name>
      </a>
    </li>
  );
};
