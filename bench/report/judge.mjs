import { GOALS } from '../goals.mjs';
import { parts } from '../parts/list.mjs';
import { targets } from '../targets/list.mjs';
import { works } from '../works/list.mjs';
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

/** @throws Error for a goal about something that is not measured */
export function checkGoals() {
  for (const { work, than, part } of GOALS) {
    for (const [name, known] of [
      [work, works],
      [than, targets],
      [part, parts],
    ]) {
      if (name !== undefined && !(name in known)) throw new Error(`goals.mjs: ${name}?`);
    }
  }
}

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
  ratio: ({ work, than, member }, { works: seen }) =>
    seen[work] && ratioOf(seen[work], than, member)?.median,
  part: ({ part, read }, { parts: seen }) => seen[part] && read(seen[part]),
  own: ({ work, member }, { works: seen }) => seen[work]?.ours && middle(seen[work].ours, member),
};

function describe({ kind, work, than, member, what }) {
  if (what !== undefined) return what;
  return kind === 'ratio' ? `${work}, ${NAMES[member]} / ${than}` : `${work}, ${NAMES[member]}`;
}

const show = (value) => (value >= 100 ? value.toFixed(0) : value.toFixed(2));
