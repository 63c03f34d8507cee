import type { VNode } from 'preact';
import { Name } from '../../../../platform/pages/names.js';
import { Badge } from '../../../../platform/pages/parts.js';
import { Table } from '../../../../platform/pages/table.js';
import { isOwnLogo } from '../../../clients/own-logo.js';
import type { AppContent } from '../../../reviews/app-content.js';
import { changedFields, CONTENT_FIELDS, valuesOf } from '../../../reviews/reviewed-fields.js';
import { staffReviewTexts as texts } from './staff-review-texts.js';

interface Difference {
  readonly label: string;
  readonly isChanged: boolean;
  readonly before: Value[];
  readonly after: Value[];
}

/** A value as text, or a logo of our own store. */
interface Value {
  readonly member: string;
  readonly text: string;
}

/** Every field, before and after, side by side. */
export const VersionDiff = ({
  before,
  after,
}: {
  readonly before: AppContent | null;
  readonly after: AppContent;
}): VNode => (
  <Table<Difference>
    caption={texts.differences}
    items={differences(before, after)}
    columns={[
      {
        label: texts.field,
        cell: ({ label, isChanged }) => (
          <>
            {label} {isChanged && <Badge kind="caution">{texts.changedMark}</Badge>}
          </>
        ),
      },
      { label: texts.before, cell: (each) => <Values of={each.before} /> },
      { label: texts.after, cell: (each) => <Values of={each.after} /> },
    ]}
  />
);

function differences(before: AppContent | null, after: AppContent): Difference[] {
  const changed = before ? changedFields(before, after) : [];
  return CONTENT_FIELDS.map((field) => ({
    label: field.label,
    isChanged: changed.includes(field),
    before: before ? textsOf(valuesOf(field, before)) : [],
    after: textsOf(valuesOf(field, after)),
  }));
}

const textsOf = (values: Readonly<Record<string, unknown>>): Value[] =>
  Object.entries(values).flatMap(([member, value]) => {
    const text = asText(value);
    return text === '' ? [] : [{ member, text }];
  });

function asText(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'string') return value;
  if (Array.isArray(value) && value.every((each) => typeof each === 'string')) {
    return value.join('\n');
  }
  return JSON.stringify(value, null, 1);
}

/** Nothing of it is a link: it comes from the developer. */
const Values = ({ of }: { readonly of: readonly Value[] }): VNode =>
  of.length === 0 ? (
    <span class="soft">{texts.none}</span>
  ) : (
    <>
      {of.map(({ member, text }) =>
        member === 'logo_uri' && isOwnLogo(text) ? (
          <img src={text} alt="" width="64" height="64" />
        ) : (
          text.split('\n').map((line) => (
            <div>
              <Name>{line}</Name>
            </div>
          ))
        ),
      )}
    </>
  );
