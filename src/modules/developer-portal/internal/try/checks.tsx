import type { VNode } from 'preact';
import { Badge, Row, Rows } from '../../../../platform/pages/parts.js';
import type { CheckResult } from './pasted-answer.js';
import { CHECK_TEXTS } from './try-texts.js';

const WORDS = { passed: 'Holds', failed: 'Does not hold' } as const;

/** What was checked of the pasted address. */
export const Checks = ({ of }: { readonly of: readonly CheckResult[] }): VNode => (
  <Rows>
    {of.map(({ check, passed }) => (
      <Row
        title={CHECK_TEXTS[check]}
        aside={
          <Badge kind={passed ? 'granted' : 'danger'}>{passed ? WORDS.passed : WORDS.failed}</Badge>
        }
      />
    ))}
  </Rows>
);
