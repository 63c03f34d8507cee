import { works } from '../works/list.mjs';
import { counted } from './counters.mjs';

/** Codes for the first run of a target whose speed is not known yet. */
const FIRST_RATE = 2_000;
/** A warm-up comes in so many turns, so that no target has it all after the others. */
const WARM_UP_TURNS = 2;
/** So many more codes than the last run used are stored for the next. */
const RESERVE = 1.7;

/**
 * Measures works at targets, interleaved in rounds. A load is `{ rounds, seconds, connections, warmUp }`: rounds, the
 * length of each run, keep-alive connections, and the seconds of runs before the first round that are not measured.
 */
export class Rounds {
  #bench;
  #loaded = new Set();
  #rates = new Map();

  constructor(bench) {
    this.#bench = bench;
  }

  /**
   * Every work at every target that offers it, in turns: V8 has compiled all of a server before any work is measured,
   * whichever comes first.
   */
  async warmUp(names, load) {
    const inTurn = turnOf(load);
    for (let turn = 0; turn < WARM_UP_TURNS; turn++) {
      for (const work of names) {
        for (const target of this.#offering(work)) {
          await this.#drive(await this.prepare(target, work, inTurn), inTurn);
        }
      }
    }
  }

  /** @returns by target, the results of its runs in the order of the rounds */
  async measure(work, load) {
    const targets = Object.fromEntries(this.#offering(work).map((each) => [each.name, each]));
    await this.#settle(Object.values(targets));
    return this.#interleave(Object.keys(targets), load, async (name, one) => {
      const target = targets[name];
      return { target, key: await this.prepare(target, work, one) };
    });
  }

  /**
   * States that the driver has already, against each other: `sides` is `{ target, key }` by name; `before` is done
   * before each run of one. @returns the same
   */
  compare(sides, load) {
    return this.#interleave(Object.keys(sides), load, async (name) => {
      await sides[name].before?.();
      return sides[name];
    });
  }

  /** One run, with its costs. @throws Error for any answer that is not right */
  async run(target, work, load) {
    return this.#count({ target, key: await this.prepare(target, work, load) }, load);
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

  #offering(work) {
    return this.#bench.targets.filter((target) => workAt(target, work) !== null);
  }

  /** What PostgreSQL would do at a time of its own, within the run of another target. */
  async #settle(targets) {
    for (const { client } of targets) await client.query('VACUUM (ANALYZE)');
    await this.#bench.cluster.query('CHECKPOINT');
  }

  /** Warms each up, then runs each once a round. `sideOf(name, load)` gives `{ target, key }`. */
  async #interleave(names, load, sideOf) {
    const results = Object.fromEntries(names.map((name) => [name, []]));
    const inTurn = turnOf(load);
    for (let turn = 0; turn < WARM_UP_TURNS; turn++) {
      for (const name of names) await this.#drive((await sideOf(name, inTurn)).key, inTurn);
    }
    for (let round = 0; round < load.rounds; round++) {
      for (const name of inOrderOf(round, names)) {
        results[name].push(await this.#count(await sideOf(name, load), load));
      }
    }
    return results;
  }

  #count({ target, key }, load) {
    return counted(this.#bench.cluster, target, () => this.#drive(key, load));
  }

  async #drive(key, load) {
    const result = await this.#bench.driver.run(key, load);
    this.#rates.set(key, result.rps);
    if (result.errors === 0) return result;
    throw new Error(`${key}: ${result.errors} errors, first: ${result.firstError}`);
  }
}

/** The work that is sent to a target for this one; null if there is none. */
export function workAt(target, work) {
  const actual = target.standsIn?.[work] ?? work;
  return target.works.includes(actual) ? actual : null;
}

/** One turn of the warm-up. */
const turnOf = (load) => ({ ...load, seconds: load.warmUp / WARM_UP_TURNS });

/** There and back, then from another one on: what one leaves behind, others meet too. */
export function inOrderOf(round, list) {
  const first = (round - (round % 2)) % list.length;
  const rotated = [...list.slice(first), ...list.slice(0, first)];
  return round % 2 === 0 ? rotated : rotated.toReversed();
}
