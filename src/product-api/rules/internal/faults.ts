import type { FieldProblem } from '../../../kernel/errors/problem-error.js';
import { escapePointer } from '../../access/json-shape.js';
import { invalid } from '../../access/request.pipe.js';

/** What is wrong with a rule, all of it: a caller who repairs one fault at a time gives up. */
export class Faults {
  private readonly found: FieldProblem[] = [];

  /** @returns null, for what could not be read */
  add(pointer: string, code: string, message: string): null {
    this.found.push({ pointer, code, message });
    return null;
  }

  /** @throws ProblemError 400, if there are any */
  check(): void {
    if (this.found.length > 0) throw invalid(this.found);
  }

  /**
   * The members of an object that has no others than these. Inherited ones do not count: `json` may come from
   * anywhere.
   */
  members(
    json: unknown,
    names: readonly string[],
    pointer: string,
  ): ReadonlyMap<string, unknown> | null {
    if (typeof json !== 'object' || json === null || Array.isArray(json)) {
      return this.add(pointer, 'isObject', 'must be an object');
    }
    const members = new Map<string, unknown>(Object.entries(json));
    const unknown = [...members.keys()].filter((name) => !names.includes(name));
    for (const name of unknown) {
      this.add(`${pointer}/${escapePointer(name)}`, 'unknown', 'is not known here');
    }
    return members;
  }

  /** The items of a list; absent is empty. */
  list(json: unknown, pointer: string, most: number): readonly unknown[] | null {
    if (json === undefined) return [];
    if (!Array.isArray(json)) return this.add(pointer, 'isArray', 'must be a list');
    if (json.length <= most) return json as unknown[];
    return this.add(pointer, 'arrayMaxSize', `must not have more than ${String(most)} items`);
  }

  /** One of these words. */
  oneOf<const Word extends string>(
    json: unknown,
    words: readonly Word[],
    pointer: string,
  ): Word | null {
    const found = words.find((word) => word === json);
    return found ?? this.add(pointer, 'isIn', `must be one of ${words.join(', ')}`);
  }

  whole(json: unknown, least: number, most: number, pointer: string): number | null {
    const isOne = Number.isInteger(json) && Number(json) >= least && Number(json) <= most;
    const limits = `${String(least)} to ${String(most)}`;
    return isOne
      ? Number(json)
      : this.add(pointer, 'isInt', `must be a whole number from ${limits}`);
  }

  flag(json: unknown, pointer: string): boolean | null {
    return typeof json === 'boolean'
      ? json
      : this.add(pointer, 'isBoolean', 'must be true or false');
  }
}
