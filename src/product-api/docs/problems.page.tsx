import type { ComponentChildren, VNode } from 'preact';
import { PROBLEMS, type ProblemCode } from '../../kernel/errors/problem-error.js';
import type { PageContent } from '../../platform/pages/outcome.js';
import { Card, Heading, Stack } from '../../platform/pages/parts.js';
import { Table } from '../../platform/pages/table.js';
import { exampleOfProblem } from '../describe-problems.js';
import type { Guide } from './guide.js';
import { DocsNavigation } from './navigation.js';
import { PROBLEM_EXPLANATIONS } from './problem-explanations.js';

const CODES = Object.keys(PROBLEMS) as ProblemCode[];

export const isProblemCode = (text: string): text is ProblemCode =>
  (CODES as readonly string[]).includes(text);

/** Every problem type, each with its page. */
export const problemsPage = (guide: Guide): PageContent => ({
  title: 'Problems',
  width: 'wide',
  body: (
    <Stack>
      <Heading title="Problems">
        Every refusal of the Product API has one of these types (RFC 9457). Decide by its code.
      </Heading>
      <DocsNavigation guide={guide} current="problems" />
      <Table
        caption="Types of problems"
        items={CODES}
        columns={[
          { label: 'Code', bare: true, cell: (code) => <a href={`/problems/${code}`}>{code}</a> },
          { label: 'Status', cell: (code) => PROBLEMS[code][0] },
          { label: 'Means', cell: (code) => marked(PROBLEM_EXPLANATIONS[code][0]) },
        ]}
      />
    </Stack>
  ),
});

/** What one problem means, what to do, and what it looks like. */
export function problemPage(guide: Guide, code: ProblemCode, issuer: string): PageContent {
  const [status, title] = PROBLEMS[code];
  const [means, remedy] = PROBLEM_EXPLANATIONS[code];
  const example = JSON.stringify(exampleOfProblem(code, issuer), null, 2);
  return {
    title,
    width: 'wide',
    body: (
      <Stack>
        <Heading title={title}>
          <code>{code}</code>, status {status}
        </Heading>
        <DocsNavigation guide={guide} current="problems" />
        <Card title="What it means">
          <p>{marked(means)}.</p>
        </Card>
        <Card title="What to do">
          <p>{marked(remedy)}.</p>
        </Card>
        <Card title="What it looks like">
          <Example>{example}</Example>
        </Card>
      </Stack>
    ),
  };
}

/** It may be wider than a phone, and is scrolled by keyboard, too. */
const Example = ({ children }: { children: string }): VNode => (
  <div class="prose">
    <pre tabIndex={0}>
      <code>{children}</code>
    </pre>
  </div>
);

/** Text with what is between backticks as code. */
const marked = (text: string): ComponentChildren =>
  text.split('`').map((part, i) => (i % 2 ? <code>{part}</code> : part));
