import { Injectable } from '@nestjs/common';
import { eurosOf } from '../../kernel/euros.js';
import { toWireId } from '../../kernel/ids.js';
import { Database } from '../../platform/database/database.js';
import type { RowOf } from '../../platform/database/statement.js';
import { csvOf } from '../../platform/pages/csv.js';
import {
  COUNT_AFFECTED,
  LIST_AFFECTED,
  LIST_FACTS,
  LIST_OPERATIONS,
} from './internal/suspension/incident.statements.js';

export const DAYS = { min: 1, max: 90, default: 30 } as const;

/** Projects of a file at most; it says so if there are more. */
const MOST_PROJECTS = 10_000;
const BATCH = 500;

export type AffectedProject = RowOf<typeof LIST_AFFECTED>;
export type Affected = RowOf<typeof COUNT_AFFECTED>;

/** What an app did in one project. */
export interface ProjectReport {
  readonly project: AffectedProject;
  readonly operations: readonly RowOf<typeof LIST_OPERATIONS>[];
  readonly facts: readonly RowOf<typeof LIST_FACTS>[];
}

const FIGURES = ['Calls', 'Refused', 'Contacts in the answers'] as const;

/** Which projects an app reached in the last days (UTC), and what it read and sent there. `clientId` is a UUID. */
@Injectable()
export class Incidents {
  constructor(private readonly database: Database) {}

  async count(clientId: string, days: number): Promise<Affected> {
    const [counted] = await this.database.query(COUNT_AFFECTED, { clientId, days });
    return counted ?? { projects: 0, people: 0, grants: 0 };
  }

  /** In the order of their ids. */
  page(
    clientId: string,
    days: number,
    { after, limit }: { readonly after: string | null; readonly limit: number },
  ): Promise<AffectedProject[]> {
    return this.database.query(LIST_AFFECTED, { clientId, days, after, limit, projectId: null });
  }

  /** Null for a project that the app neither is connected with nor reached. */
  async project(clientId: string, projectId: string, days: number): Promise<ProjectReport | null> {
    const of = { clientId, projectId, days };
    const [project] = await this.database.query(LIST_AFFECTED, { ...of, after: null, limit: 1 });
    if (!project) return null;
    const [operations, facts] = await Promise.all([
      this.database.query(LIST_OPERATIONS, of),
      this.database.query(LIST_FACTS, of),
    ]);
    return { project, operations, facts };
  }

  /** One line for each project. */
  async csv(clientId: string, days: number): Promise<string> {
    const header = ['Project', 'Name', 'Organisation', 'People connected', ...FIGURES];
    const rows: (string | number)[][] = [[...header, 'Messages sent', 'Spent (EUR)']];
    let after: string | null = null;
    while (rows.length <= MOST_PROJECTS) {
      const some: AffectedProject[] = await this.page(clientId, days, { after, limit: BATCH });
      rows.push(...some.map(lineOf));
      if (some.length < BATCH) return csvOf(rows);
      after = some.at(-1)?.id ?? null;
    }
    return csvOf([...rows, [`Only the first ${String(MOST_PROJECTS)} projects are here.`]]);
  }
}

const lineOf = (project: AffectedProject): (string | number)[] => [
  ...[toWireId('prj', project.id), project.name, project.organisation, project.people],
  ...[project.calls, project.refusals, project.contacts],
  ...[project.messages, eurosOf(project.spent)],
];

/** What the app did in one project: by operation, what was sent, and the events of the audit log. */
export function csvOfProject({ project, operations, facts }: ProjectReport): string {
  return csvOf([
    ['What', 'Operation or event', ...FIGURES, 'First day', 'Last day'],
    ...operations.map((of) => [
      ...['Calls', of.operation, of.calls, of.refusals, of.contacts],
      ...[of.first, of.last],
    ]),
    ['Messages sent', '', project.messages, '', '', '', ''],
    ['Spent (EUR)', '', eurosOf(project.spent), '', '', '', ''],
    ...facts.map(({ type, count }) => ['Event', type, count, '', '', '', '']),
  ]);
}
