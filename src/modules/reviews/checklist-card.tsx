import type { VNode } from 'preact';
import { Badge, Card, Row, Rows, Stack } from '../../platform/pages/parts.js';
import type { ChecklistItem } from './checklist.js';
import { versionTexts as texts } from './version-texts.js';

/** The checklist with the state of each item, and what to do about it. */
export const ChecklistCard = ({ items }: { readonly items: readonly ChecklistItem[] }): VNode => (
  <Card title={texts.checklist}>
    <Stack>
      <p class="soft">{texts.checklistLead}</p>
      <Rows>
        {items.map(({ label, isDone, how }) => (
          <Row
            title={label}
            text={how}
            aside={
              <Badge kind={isDone ? 'granted' : 'caution'}>
                {isDone ? texts.done : texts.missing}
              </Badge>
            }
          />
        ))}
      </Rows>
    </Stack>
  </Card>
);
