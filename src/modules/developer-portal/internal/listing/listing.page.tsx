import type { VNode } from 'preact';
import { Choice, Choices, Fault, Field, TextArea } from '../../../../platform/pages/fields.js';
import { Button, Form, Notice } from '../../../../platform/pages/form.js';
import { phrase } from '../../../../platform/pages/names.js';
import { page, type Outcome, type Refusal } from '../../../../platform/pages/outcome.js';
import { Actions, Card, Heading, Stack } from '../../../../platform/pages/parts.js';
import {
  CATEGORIES,
  LANGUAGE_TAGS,
  LISTING_LANGUAGES,
  LISTING_LIMITS,
  type AppListing,
  type ListingLanguage,
} from '../../../app-profiles/app-listing.js';
import { AppFrame } from '../app-frame.js';
import type { PortalApp } from '../portal-access.js';
import { appPath } from '../portal-paths.js';
import { listingTexts as texts } from './listing-texts.js';
import { descriptionField, summaryField } from './read-listing-form.js';

export interface ListingView {
  readonly app: PortalApp;
  /** The draft, or what is live. */
  readonly listing: AppListing | null;
  /** The draft waits for a review. */
  readonly waits: boolean;
  readonly done?: string | undefined;
}

export const listingPath = (app: PortalApp): string => `${appPath(app.client)}/listing`;

export const listingPage = (view: ListingView, refusal: Refusal = {}): Outcome =>
  page({
    title: phrase`${[texts.title]} · ${view.app.client.name}`,
    body: (
      <AppFrame app={view.app} tab="listing">
        <Listing {...view} />
      </AppFrame>
    ),
    ...refusal,
  });

const Listing = ({ app, listing, waits, done }: ListingView): VNode => (
  <Stack>
    <Heading title={texts.title}>{texts.lead}</Heading>
    <Told waits={waits} done={done} />
    <Form action={listingPath(app)} class="stack">
      <Frame listing={listing} />
      <p class="soft">{texts.textsHint}</p>
      {LANGUAGE_TAGS.map((tag) => (
        <Text tag={tag} listing={listing} />
      ))}
      <Actions end>
        <Button>{texts.save}</Button>
      </Actions>
    </Form>
  </Stack>
);

const Told = ({ waits, done }: Pick<ListingView, 'waits' | 'done'>): VNode | null => {
  if (done === 'applied') return <Notice kind="success">{texts.applied}</Notice>;
  if (done === 'draft') return <Notice kind="success">{texts.draft}</Notice>;
  return waits ? <Notice>{texts.waits}</Notice> : null;
};

/** Of a page that nobody has written yet. */
const UNWRITTEN: AppListing = {
  ...{ slug: '', categories: [], languages: [], initiateLoginUri: null, texts: {} },
};

const Frame = ({ listing }: Pick<ListingView, 'listing'>): VNode => {
  const { slug, initiateLoginUri, categories, languages } = listing ?? UNWRITTEN;
  return (
    <Card>
      <Stack>
        <Field
          label={texts.slug}
          name="slug"
          value={slug}
          hint={texts.slugHint}
          maxlength={LISTING_LIMITS.slug}
        />
        <Field
          label={texts.start}
          name="start"
          type="url"
          value={initiateLoginUri ?? ''}
          hint={texts.startHint}
          maxlength={LISTING_LIMITS.initiateLoginUri}
        />
        <Boxes name="category" of={CATEGORIES} chosen={categories}>
          {texts.categories}
        </Boxes>
        <Boxes name="language" of={LISTING_LANGUAGES} chosen={languages}>
          {texts.languages}
        </Boxes>
      </Stack>
    </Card>
  );
};

const Boxes = ({
  name,
  of,
  chosen,
  children,
}: {
  readonly name: string;
  readonly of: Readonly<Record<string, string>>;
  readonly chosen: readonly string[];
  readonly children: string;
}): VNode => (
  <Stack space="tight">
    <Choices legend={children}>
      {Object.entries(of).map(([value, title]) => (
        <Choice name={name} value={value} title={title} checked={chosen.includes(value)} />
      ))}
    </Choices>
    <Fault name={name} />
  </Stack>
);

const Text = ({ tag, listing }: { tag: ListingLanguage; listing: AppListing | null }): VNode => {
  const language = LISTING_LANGUAGES[tag];
  return (
    <Card title={<span lang={tag}>{language}</span>}>
      <Stack>
        <Field
          label={`${texts.summary} (${language})`}
          name={summaryField(tag)}
          value={listing?.texts[tag]?.summary}
          maxlength={LISTING_LIMITS.summary}
        />
        <TextArea
          label={`${texts.description} (${language})`}
          name={descriptionField(tag)}
          rows={tag === 'en' ? 8 : 4}
          maxlength={LISTING_LIMITS.description}
          {...(listing?.texts[tag] && { value: listing.texts[tag].description })}
        />
      </Stack>
    </Card>
  );
};
