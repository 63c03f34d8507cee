import { GOALS } from '../goals.mjs';
import { parts } from '../parts/list.mjs';
import { targets } from '../targets/list.mjs';
import { works } from '../works/list.mjs';
import { ratioOf, spreadOf } from './work-table.mjs';

const NAMES = {
  rps: 'requests a second',
  p99: 'p99',
  walBytes: 'bytes of WAL',
};

const UNITS = { ratio: ' ×' };

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

/** `{ goal, wanted, seen, met, verdict }` of each goal that the results can answer. */
export const judge = (results) =>
  GOALS.map((goal) => judgeOne(goal, results)).filter((each) => each !== null);

function judgeOne(goal, results) {
  const read = READ[goal.kind](goal, results);
  if (read === null || read === undefined) return null;
  const seen = typeof read === 'number' ? { median: read, least: read, most: read } : read;
  const met = holds(goal, seen.median);
  const unit = UNITS[goal.kind] ?? '';
  return {
    ...{ goal: describe(goal), wanted: `${limitOf(goal)}${unit}`, met },
    seen: `${show(seen.median)}${unit}${range(seen)}`,
    verdict: VERDICTS[met][holds(goal, seen.least) === holds(goal, seen.most)],
  };
}

/** By whether the median meets the goal, and whether all rounds say the same. */
const VERDICTS = {
  true: { true: 'met', false: 'met, not in every round' },
  false: { true: '**missed**', false: '**missed**, met in some rounds' },
};

const holds = ({ atLeast, atMost, slack = 0 }, value) =>
  atLeast === undefined ? value <= atMost + slack : value >= atLeast;

function limitOf({ atLeast, atMost, slack }) {
  const limit = atLeast === undefined ? `≤ ${atMost}` : `≥ ${atLeast}`;
  return slack === undefined ? limit : `${limit} (+${slack})`;
}

const READ = {
  ratio: ({ work, than, member }, { works: seen }) =>
    seen[work] && ratioOf(seen[work], than, member),
  part: ({ part, read }, { parts: seen }) => seen[part] && read(seen[part]),
  own: ({ work, member }, { works: seen }) => seen[work]?.ours && spreadOf(seen[work].ours, member),
};

function describe({ kind, work, than, member, what }) {
  if (what !== undefined) return what;
  return kind === 'ratio' ? `${work}, ${NAMES[member]} / ${than}` : `${work}, ${NAMES[member]}`;
}

const show = (value) => (value >= 100 ? value.toFixed(0) : value.toFixed(2));

/** Nothing where all rounds show the same. */
function range({ least, most }) {
  const [from, to] = [show(least), show(most)];
  return from === to ? '' : ` (${from}–${to})`;
}
