import type { VNode } from 'preact';
import { Badge, Card, Row, Rows } from '../../../../platform/pages/parts.js';
import {
  ACCOUNT_SCOPES,
  isAccountScope,
  type AccountScope,
} from '../../../scopes-and-roles/scope-catalogue.js';
import { choiceTexts } from '../../choice-form/choice-texts.js';
import { consentTexts as texts } from './consent-texts.js';
import type { ConsentView } from './consent-view.js';

/** The account scopes. They come with sign-in, so they have no checkbox: all of them, or cancel. */
export function ConsentAccount({ view }: { view: ConsentView }): VNode | null {
  const scopes = [...view.accountScopes].filter(isAccountScope).filter(saysSomethingOfPerson);
  if (scopes.length === 0) return null;
  return (
    <Card title={texts.aboutYou}>
      <Rows>
        {scopes.map((scope) => (
          <Row
            title={ACCOUNT_SCOPES[scope].title}
            text={`${capitalised(ACCOUNT_SCOPES[scope].sentence)}.`}
            aside={isFresh(scope, view) && <Badge>{choiceTexts.fresh}</Badge>}
          />
        ))}
      </Rows>
    </Card>
  );
}

/** `offline_access` is covered by the question for the duration. */
const saysSomethingOfPerson = (scope: AccountScope): boolean => scope !== 'offline_access';

const isFresh = (scope: AccountScope, { existing }: ConsentView): boolean =>
  existing !== null && !existing.accountScopes.has(scope);

const capitalised = (sentence: string): string =>
  sentence.charAt(0).toUpperCase() + sentence.slice(1);
