import { works } from '../works/list.mjs';
import { counted } from './counters.mjs';

/** Codes for the first run of a target whose speed is not known yet. */
const FIRST_RATE = 2_000;
/** Length of the first run of a target, which is not measured, in runs: until its code is compiled. */
const WARM_UP = 2.5;
/** So many more codes than the last run used are stored for the next. */
const RESERVE = 1.7;

/** Measures works at targets, interleaved in rounds. */
export class Rounds {
  #bench;
  #loaded = new Set();
  #rates = new Map();

  constructor(bench) {
    this.#bench = bench;
  }

  /** @returns by target, the results of its runs in the order of the rounds */
  async measure(work, { rounds, seconds, connections }) {
    const { cluster } = this.#bench;
    const targets = this.#bench.targets.filter((target) => workAt(target, work) !== null);
    const results = Object.fromEntries(targets.map(({ name }) => [name, []]));
    await cluster.query('CHECKPOINT');
    for (const target of targets) {
      await this.run(target, work, { seconds: seconds * WARM_UP, connections });
    }
    for (let round = 0; round < rounds; round++) {
      for (const target of rotate(targets, round)) {
        results[target.name].push(await this.run(target, work, { seconds, connections }));
      }
    }
    return results;
  }

  /** One run, with its costs. @throws Error for any answer that is not right */
  async run(target, work, load) {
    return this.#runKey(target, await this.prepare(target, work, load), load);
  }

  async #runKey(target, key, load) {
    const { cluster, driver } = this.#bench;
    const result = await counted(cluster, target, () => driver.run(key, load));
    this.#rates.set(key, result.rps);
    if (result.errors === 0) return result;
    throw new Error(`${key}: ${result.errors} errors, first: ${result.firstError}`);
  }

  /** Two states of one target, already given to the driver, against each other. @returns by name, the runs */
  async compare(target, keys, load) {
    const results = Object.fromEntries(Object.keys(keys).map((name) => [name, []]));
    for (let round = -1; round < load.rounds; round++) {
      for (const [name, key] of rotate(Object.entries(keys), round + 1)) {
        const result = await this.#runKey(target, key, load);
        // The first round warms up.
        if (round >= 0) results[name].push(result);
      }
    }
    return results;
  }

  /** The same work at several targets, already given to the driver. @returns the runs of each */
  async alternate(targets, work, load) {
    const results = targets.map(() => []);
    for (let round = -1; round < load.rounds; round++) {
      for (const [i, target] of rotate([...targets.entries()], round + 1)) {
        const result = await this.#runKey(target, `${target.name}/${work}`, load);
        if (round >= 0) results[i].push(result);
      }
    }
    return results;
  }

  /** Gives the driver the states of this work; once, if nothing of them is used up. @returns their key */
  async prepare(target, work, { seconds, connections }) {
    const { driver, actors } = this.#bench;
    const actual = workAt(target, work);
    const key = `${target.name}/${actual}`;
    const usesUp = works[actual].usesUp !== undefined;
    if (this.#loaded.has(key) && !usesUp) return key;
    const rate = RESERVE * (this.#rates.get(key) ?? FIRST_RATE);
    const most = usesUp ? connections : actors;
    const amount = Math.max(connections * 20, Math.ceil(rate * seconds));
    const states = await target.states(actual, target.actors.slice(0, most), amount);
    await driver.load(key, actual, target.port, states);
    this.#loaded.add(key);
    return key;
  }
}

/** The work that is sent to a target for this one; null if there is none. */
export function workAt(target, work) {
  const actual = target.standsIn?.[work] ?? work;
  return target.works.includes(actual) ? actual : null;
}

const rotate = (list, by) => [...list.slice(by % list.length), ...list.slice(0, by % list.length)];
