import { recorded } from './recorder.js';

/** Tells the story step by step and remembers what was not as it should be. */
export class Narrator {
  #steps = 0;
  #checks = 0;
  /** @type {string[]} */
  #faults = [];

  /** @param {(line: string) => void} print */
  constructor(print) {
    this.print = print;
  }

  /** From here on every request of this process is part of the story. */
  listen() {
    globalThis.fetch = recorded(globalThis.fetch, (line) => this.print(`     ${line}`));
  }

  /** @param {string} title */
  act(title) {
    this.print(`\n${title}\n`);
  }

  /**
   * @template T
   * @param {string} title
   * @param {() => Promise<T>} work
   */
  async step(title, work) {
    this.print(`${String(++this.#steps).padStart(3)}. ${title}`);
    return work();
  }

  /** @param {string} expectation @param {boolean} holds */
  expect(expectation, holds) {
    this.#checks += 1;
    this.print(`     ${holds ? '✓' : '✗ NOT SO:'} ${expectation}`);
    if (!holds) this.#faults.push(expectation);
  }

  /** Prints the end; true if all was as it should be. @param {unknown} [fault] */
  end(fault) {
    if (fault) this.#faults.push(fault instanceof Error ? fault.message : String(fault));
    const outcome = this.#faults.length === 0 ? 'all as it should be' : this.#faults.join('\n  ');
    this.print(`\n${String(this.#steps)} steps, ${String(this.#checks)} checks: ${outcome}`);
    return this.#faults.length === 0;
  }
}
