// The process that sends the requests, apart from everything else. Its parent is driver.mjs.
import { memberOf } from '../works/http-text.mjs';
import { works } from '../works/list.mjs';
import { productWorks } from '../works/product-api.mjs';
import { HttpConnection } from './http-connection.mjs';
import { SqlConnection } from './sql-connection.mjs';

/** Latencies kept for the percentiles of one run. */
const MOST = 2_000_000;
const latencies = new Float64Array(MOST);
/** States by key, so that a refresh chain continues in the next run. */
const loaded = new Map();
const known = { ...works, ...productWorks };

/** To a server on a port, or to a database by its URL. */
const openConnection = (place) =>
  typeof place === 'number' ? HttpConnection.open(place) : SqlConnection.open(place);

/** Starts all connections at once and lets each finish its last request after the deadline. */
async function run({ key, seconds, connections }) {
  const { work, place, states } = loaded.get(key);
  const lanes = states.slice(0, connections);
  const open = await Promise.all(lanes.map(() => openConnection(place)));
  const tally = { count: 0, errors: 0, firstError: null, stop: false };
  const start = performance.now();
  const deadline = start + seconds * 1_000;
  await Promise.all(open.map((each, i) => lane(work, each, lanes[i], deadline, tally)));
  const elapsed = (performance.now() - start) / 1_000;
  for (const each of open) each.close();
  return summarise(tally, elapsed);
}

/** One connection: the next request is sent in the callback of the one before. */
function lane(work, connection, given, deadline, tally) {
  // Several states of one connection take turns.
  const states = [given].flat();
  let [turn, sentAt, state] = [0, 0, null];
  return new Promise((resolve) => {
    const next = () => {
      state = states[turn++ % states.length];
      const bytes = tally.stop ? null : work.request(state);
      if (bytes === null) {
        tally.stop = true;
        return resolve();
      }
      sentAt = performance.now();
      connection.send(bytes, answered);
    };
    const answered = (error, status, body) => {
      const now = performance.now();
      note(tally, now - sentAt);
      if (error !== null || !work.accept(state, status, body)) {
        noteError(tally, error?.message ?? `${status} ${String(body).slice(0, 400)}`);
        resolve();
      } else if (now < deadline && !tally.stop) next();
      else resolve();
    };
    next();
  });
}

function note(tally, latency) {
  if (tally.count < MOST) latencies[tally.count] = latency;
  tally.count++;
}

function noteError(tally, text) {
  tally.errors++;
  tally.firstError ??= text;
}

function summarise({ count, errors, firstError }, elapsed) {
  const sorted = latencies.subarray(0, Math.min(count, MOST)).sort();
  const at = (share) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
  return {
    ...{ requests: count - errors, errors, firstError, seconds: elapsed },
    ...{ rps: (count - errors) / elapsed, p50: at(0.5), p99: at(0.99) },
  };
}

/** The same request on several connections at one moment; what each was answered. */
async function race({ key, connections, state }) {
  const { work, place } = loaded.get(key);
  const open = await Promise.all(
    Array.from({ length: connections }, () => HttpConnection.open(place)),
  );
  const bytes = Buffer.from(work.request(state));
  const answers = await Promise.all(
    open.map((each) =>
      each.ask(bytes).then(
        ({ status, body }) => ({ status, token: memberOf(body, 'access_token') }),
        () => ({ status: 0 }),
      ),
    ),
  );
  for (const each of open) each.close();
  return answers;
}

const COMMANDS = {
  load({ key, work, place, states }) {
    loaded.set(key, { work: known[work], place, states });
    return null;
  },
  run,
  race,
};

process.on('message', async ({ id, command, message }) => {
  try {
    process.send({ id, result: await COMMANDS[command](message) });
  } catch (error) {
    process.send({ id, error: error.stack });
  }
});
process.on('disconnect', () => process.exit(0));
