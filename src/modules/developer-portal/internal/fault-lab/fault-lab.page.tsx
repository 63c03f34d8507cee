import type { VNode } from 'preact';
import { phrase } from '../../../../platform/pages/names.js';
import { page, type Outcome } from '../../../../platform/pages/outcome.js';
import { Badge, Card, Heading, Stack } from '../../../../platform/pages/parts.js';
import { Table } from '../../../../platform/pages/table.js';
import type { FaultResult } from '../../../verification/fault-lab/fault-lab.service.js';
import { FAULT_HEADER, FAULT_PLACES } from '../../../verification/fault-lab/faults.js';
import { AppFrame } from '../app-frame.js';
import type { PortalApp } from '../portal-access.js';
import { SANDBOX_PATH } from '../portal-paths.js';
import {
  FAILURE_WORDS,
  FAULT_WORDS,
  faultTexts as texts,
  PLACES,
  STATE_WORDS,
} from './fault-texts.js';

interface Props {
  readonly app: PortalApp;
  readonly results: readonly FaultResult[];
  /** Of the server. */
  readonly origin: string;
}

export const faultLabPage = ({ app, ...props }: Props): Outcome =>
  page({
    title: phrase`${texts.title} · ${app.client.name}`,
    width: 'wide',
    body: (
      <AppFrame app={app} tab="fault-lab">
        <FaultLab {...props} />
      </AppFrame>
    ),
  });

const FaultLab = ({ results, origin }: Omit<Props, 'app'>): VNode => (
  <Stack>
    <Heading title={texts.title}>{texts.lead}</Heading>
    <Card title={texts.caption} aside={<Score results={results} />}>
      <Stack>
        <Table caption={texts.caption} items={results} columns={COLUMNS} />
      </Stack>
    </Card>
    <Card title={texts.how}>
      <Stack>
        <ol class="steps">
          {texts.steps.map((step) => (
            <li>{step}</li>
          ))}
        </ol>
        <p>
          <a href={SANDBOX_PATH}>{texts.sandboxes}</a>
        </p>
        <p>{texts.example}</p>
        <div class="snippet">
          <pre tabIndex={0} aria-label={texts.example}>
            {exampleOf(origin)}
          </pre>
        </div>
      </Stack>
    </Card>
  </Stack>
);

const exampleOf = (origin: string): string =>
  `curl ${origin}/v1/project/$PROJECT/segment \\
  -H "Authorization: Bearer $ACCESS_TOKEN" \\
  -H "${FAULT_HEADER}: expire-now"`;

const Score = ({ results }: Pick<Props, 'results'>): VNode => {
  const survived = results.filter(({ state }) => state === 'survived').length;
  return (
    <Badge kind={survived === results.length ? 'granted' : 'neutral'}>
      {texts.survivedOf(survived, results.length)}
    </Badge>
  );
};

const State = ({ state, reason }: FaultResult): VNode => (
  <>
    <Badge kind={STATE_WORDS[state][1]}>{STATE_WORDS[state][0]}</Badge>
    {reason && <div class="small">{FAILURE_WORDS[reason]}</div>}
  </>
);

const Asked = ({ fault }: FaultResult): VNode => (
  <>
    <code>{fault}</code>
    <div class="soft small">
      {texts.where} {FAULT_PLACES[fault].map((place) => PLACES[place]).join(texts.or)}
    </div>
  </>
);

const COLUMNS = [
  { label: texts.fault, bare: true, cell: (result: FaultResult) => <Asked {...result} /> },
  { label: texts.meaning, cell: ({ fault }: FaultResult) => FAULT_WORDS[fault][0] },
  { label: texts.good, cell: ({ fault }: FaultResult) => FAULT_WORDS[fault][1] },
  { label: texts.state, cell: (result: FaultResult) => <State {...result} /> },
];
