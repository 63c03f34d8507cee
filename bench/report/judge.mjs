import { GOALS } from '../goals.mjs';
import { middle, ratioOf } from './work-table.mjs';

/** Background work of a server adds a fraction of a statement to each request. */
const FRACTION = 0.3;

const NAMES = {
  rps: 'requests a second',
  p99: 'p99',
  statements: 'statements',
  walBytes: 'bytes of WAL',
};

const UNITS = { ratio: ' ×', own: '' };

/** `{ goal, wanted, seen, met }` of each goal that the results can answer. */
export const judge = (results) =>
  GOALS.map((goal) => judgeOne(goal, results)).filter((each) => each !== null);

function judgeOne(goal, results) {
  const seen = READ[goal.kind](goal, results);
  if (seen === null || seen === undefined) return null;
  const { atLeast, atMost } = goal;
  const slack = goal.member === 'statements' ? FRACTION : 0;
  const met = atLeast === undefined ? seen <= atMost + slack : seen >= atLeast;
  const limit = atLeast === undefined ? `≤ ${atMost}` : `≥ ${atLeast}`;
  const unit = UNITS[goal.kind] ?? '';
  return { goal: describe(goal), wanted: `${limit}${unit}`, seen: `${show(seen)}${unit}`, met };
}

const READ = {
  ratio: ({ work, than, member }, { works }) =>
    works[work] && ratioOf(works[work], than, member)?.median,
  own: ({ work, member }, { works }) => works[work]?.ours && middle(works[work].ours, member),
};

function describe({ kind, work, than, member, what }) {
  if (what !== undefined) return what;
  return kind === 'ratio' ? `${work}, ${NAMES[member]} / ${than}` : `${work}, ${NAMES[member]}`;
}

const show = (value) => (value >= 100 ? value.toFixed(0) : value.toFixed(2));
