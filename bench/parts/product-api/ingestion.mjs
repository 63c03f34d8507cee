import { table } from '../../report/markdown-table.mjs';
import { middle, showSpread } from '../../report/work-table.mjs';
import { spread } from '../../measure/statistics.mjs';
import { loadSides, stateOf } from './sides.mjs';

/** Fewer than the connections of a server to its database: bare SQL has no more. */
const CONNECTIONS = 8;

/** Batches of 100 known contacts with new values, into few and into many. */
export async function measureIngestion(bench, few, many) {
  const lanes = Math.min(CONNECTIONS, bench.options.load.connections);
  const sides = {
    ...(await sidesOf(bench, 'few', few, lanes)),
    ...(await sidesOf(bench, 'many', many, lanes)),
  };
  const runs = await bench.rounds.compare(sides, { ...bench.options.load, connections: lanes });
  const result = {};
  for (const [name, { contacts }] of Object.entries({ few, many })) {
    const [calls, sql] = [runs[`${name}, calls`], runs[`${name}, SQL`]];
    result[name] = { contacts, calls: costsOf(calls), sql: costsOf(sql), rps: over(calls, sql) };
  }
  return { ...result, growth: over(runs['many, calls'], runs['few, calls']), lanes };
}

function sidesOf(bench, name, stocked, lanes) {
  const { target, actor, contacts } = stocked;
  return loadSides(bench, name, stocked, {
    ...{ work: 'ingestion', lanes },
    http: (lane) => ({
      ...stateOf(stocked, '/datasource/dsapi/stream/contacts'),
      ...{ lane, lanes, contacts },
    }),
    sql: (lane) => ({ projectId: actor.project, sourceId: actor.source, lane, lanes, contacts }),
    // Autovacuum is off: what a run left would be read by the next one.
    before: () => target.client.query('VACUUM contacts'),
  });
}

const over = (ours, theirs) => spread(ours.map(({ rps }, i) => rps / theirs[i].rps));

const costsOf = (runs) => ({
  rps: middle(runs, 'rps'),
  serverUs: middle(runs, 'serverUs'),
  postgresUs: middle(runs, 'postgresUs'),
  statements: middle(runs, 'statements'),
});

export function describeIngestion({ few, many, growth, lanes }) {
  const row = ({ contacts, calls, sql, rps }) => [
    contacts.toLocaleString('en'),
    ...[calls.rps.toFixed(1), sql.rps.toFixed(1), showSpread(rps)],
    ...[calls.statements.toFixed(1), ms(calls.serverUs), ms(calls.postgresUs), ms(sql.postgresUs)],
  ];
  const head = [
    ...['contacts', 'batches a second', 'in bare SQL', 'calls / SQL'],
    ...['statements', 'server ms', 'PostgreSQL ms', 'of bare SQL'],
  ];
  return [
    `Batches of 100 known contacts with new values, ${lanes} connections. Many / few: ${showSpread(growth)}.`,
    table(head, [few, many].map(row)),
  ].join('\n\n');
}

const ms = (us) => (us / 1_000).toFixed(1);
