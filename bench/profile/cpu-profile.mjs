const MOST_FUNCTIONS = 45;
const MOST_PACKAGES = 20;

/** A pause of the process, not work. */
const IDLE = new Set(['(idle)', '(root)']);

/** Shares of self time of a V8 profile (`--cpu-prof`) within a window of time, by function and by package. */
export function summarise({ nodes, samples, timeDeltas, startTime }, { from, to }) {
  const frames = new Map(nodes.map(({ id, callFrame }) => [id, callFrame]));
  const [byFunction, byPackage] = [new Map(), new Map()];
  let [busy, at] = [0, startTime];
  samples.forEach((id, i) => {
    // A delta is the time from the sample before to this one.
    const time = timeDeltas[i];
    at += time;
    const frame = frames.get(id);
    if (at < from || at > to || IDLE.has(frame.functionName)) return;
    busy += time;
    add(byFunction, describe(frame), time);
    add(byPackage, packageOf(frame), time);
  });
  const top = (map, most) =>
    [...map]
      .sort(([, a], [, b]) => b - a)
      .slice(0, most)
      .map(([key, time]) => [((100 * time) / busy).toFixed(1), ...key.split('\t')]);
  return {
    functions: top(byFunction, MOST_FUNCTIONS),
    packages: top(byPackage, MOST_PACKAGES),
    busyMs: busy / 1_000,
  };
}

const add = (map, key, time) => map.set(key, (map.get(key) ?? 0) + time);

/** The path after the last `node_modules/`, or from the project's folder on. */
const shortPath = (url) => url.replace(/^.*\/(?:node_modules|dist)\//, '').replace('file://', '');

function describe({ functionName, url, lineNumber }) {
  const name = functionName || '(anonymous)';
  return url === '' ? `${name}\t(native)` : `${name}\t${shortPath(url)}:${lineNumber + 1}`;
}

/** `pg`, `@nestjs/core`, `node:_http_outgoing`, or the module of this server. */
function packageOf({ functionName, url }) {
  if (url === '') return functionName.startsWith('(') ? functionName : '(native)';
  if (url.startsWith('node:')) return url;
  const path = shortPath(url);
  if (!url.includes('node_modules')) return path.split('/').slice(0, 3).join('/');
  return path
    .split('/')
    .slice(0, path.startsWith('@') ? 2 : 1)
    .join('/');
}
