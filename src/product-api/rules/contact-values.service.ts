import { Injectable } from '@nestjs/common';
import { ProjectProfiles } from '../../modules/projects/project-profiles.service.js';
import { invalid } from '../access/request.pipe.js';
import { SpecCatalogue } from '../specs/spec-catalogue.service.js';
import { Bindings } from './internal/bindings.js';
import { readValue } from './internal/read-value.js';
import { contactTerms } from './internal/terms.js';
import { valueOf, valuesOf } from './internal/value-sql.js';
import type { Term } from './rule.js';

/** What a key of rules stands for, as SQL of `contact` to group or sum by. */
export class ContactValue {
  private readonly bindings: Bindings;

  constructor(
    readonly term: Term,
    timeZone: string,
  ) {
    this.bindings = new Bindings({ timeZone }, 'v');
  }

  /** The values of all parameters that its SQL has. */
  get values(): Readonly<Record<string, string | number>> {
    return this.bindings.values;
  }

  /** SQL: a relation with the column `v`, a row for each value of the contact. A text is in lower case, as rules compare it. */
  rows(): string {
    if (!this.term.multivalue) return `(SELECT ${valueOf(this.term, this.bindings)} AS v)`;
    return `(SELECT DISTINCT item AS v FROM unnest(${valuesOf(this.term, this.bindings)}) AS item)`;
  }

  /** SQL: a value of the request. @throws ProblemError 400 unless it has the type of the attribute */
  literal(json: unknown, pointer: string): string {
    const read = readValue(json, this.term);
    if ('must' in read) throw invalid([{ pointer, code: 'type', message: `must ${read.must}` }]);
    return this.bindings.literal(read);
  }

  /** SQL: the first day of the span of `v`, a day or a moment, in the time zone of the project. */
  spanStart(unit: 'day' | 'week' | 'month'): string {
    const local = this.term.dataType === 'date' ? 'v' : `(v AT TIME ZONE ${this.bindings.zone})`;
    return `date_trunc('${unit}', ${local}::timestamp)::date`;
  }
}

/** Reads the keys of requests. */
@Injectable()
export class ContactValues {
  constructor(
    private readonly specs: SpecCatalogue,
    private readonly profiles: ProjectProfiles,
  ) {}

  /**
   * One for each key, in their order.
   * @param pointerOf JSON Pointer of the key at a place
   * @throws ProblemError 400 that names each key which stands for nothing
   */
  async of(
    projectId: string,
    keys: readonly string[],
    pointerOf: (place: number) => string,
  ): Promise<readonly ContactValue[]> {
    const find = contactTerms(await this.specs.of(projectId));
    const { timezone } = await this.profiles.get(projectId);
    const terms = keys.map(find);
    const faults = terms.flatMap((term, i) =>
      'fault' in term ? [{ pointer: pointerOf(i), code: 'key', message: term.fault }] : [],
    );
    if (faults.length > 0) throw invalid(faults);
    return terms.map((term) => new ContactValue(term as Term, timezone));
  }
}
