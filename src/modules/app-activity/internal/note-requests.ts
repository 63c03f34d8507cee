import {
  Injectable,
  Logger,
  type BeforeApplicationShutdown,
  type OnModuleInit,
} from '@nestjs/common';
import type { Request } from 'express';
import { newId } from '../../../kernel/ids.js';
import { Database } from '../../../platform/database/database.js';
import {
  FinishedAppRequests,
  refusalOfRequest,
  type AppRequest,
  type FinishedAppRequest,
  type RequestRefusal,
} from '../../../platform/http/app-request.js';
import type { RequestSurface } from '../logged-request.js';
import { RECORD_REQUESTS, RECORD_USAGE } from './activity.statements.js';
import { NoteScopes } from './note-scopes.js';
import { RequestSample, type SampledKind } from './request-sample.js';
import { UsageTotals } from './usage-totals.js';

const FLUSH_EVERY_MS = 1_000;

/** While the database is away, so many requests are kept; the totals count the others too. */
const MOST_WAITING = 5_000;

interface NotedRequest {
  readonly client_id: string;
  readonly id: string;
  readonly [column: string]: unknown;
}

/**
 * Notes the requests of apps once their responses are sent, and writes them every second: no request waits for it or
 * gets a statement more. A crash loses a second of it.
 */
@Injectable()
export class NoteRequests implements OnModuleInit, BeforeApplicationShutdown {
  private readonly sample = new RequestSample();
  private readonly totals = new UsageTotals();
  private waiting: NotedRequest[] = [];
  private timer: NodeJS.Timeout | undefined;
  private written: Promise<void> = Promise.resolve();

  constructor(
    private readonly database: Database,
    private readonly finished: FinishedAppRequests,
    private readonly scopes: NoteScopes,
  ) {}

  onModuleInit(): void {
    this.finished.listen((finished) => this.note(finished));
    this.timer = setInterval(() => void this.flush(), FLUSH_EVERY_MS).unref();
  }

  async beforeApplicationShutdown(): Promise<void> {
    clearInterval(this.timer);
    await this.flush();
  }

  /** Writes what was noted, after what is being written. Never throws: the timer awaits nothing. */
  flush(): Promise<void> {
    return (this.written = this.written.then(() => this.write()));
  }

  private note(finished: FinishedAppRequest): void {
    const { facts, request, response } = finished;
    const refusal = refusalOfRequest(request);
    const isRefused = refusal !== undefined || response.statusCode >= 400;
    const operation = facts.operation ?? operationOf(request);
    this.count(facts, operation, isRefused);
    const isFull = this.waiting.length >= MOST_WAITING;
    const kind = kindOf(facts, isRefused);
    if (isFull || !this.sample.admits(facts.clientId, kind, Date.now())) return;
    this.waiting.push(rowOf(finished, operation, refusal));
  }

  private count(facts: AppRequest, operation: string, isRefused: boolean): void {
    const { clientId, projectId, isProven, contacts = 0, scopes = [] } = facts;
    if (projectId === null || !isProven) return;
    const day = new Date().toISOString().slice(0, 10);
    if (!isRefused) this.scopes.noteUse(clientId, scopes, day);
    this.totals.add(
      { client_id: clientId, day, project_id: projectId, operation },
      { calls: 1, refusals: isRefused ? 1 : 0, contacts },
    );
  }

  private async write(): Promise<void> {
    const requests = this.waiting;
    const usage = this.totals.take();
    if (requests.length > 0) {
      this.waiting = [];
      const put = (): void => void this.waiting.unshift(...requests.slice(0, this.room()));
      await this.attempt(
        () => this.database.query(RECORD_REQUESTS, { requests: JSON.stringify(requests) }),
        put,
      );
    }
    if (usage.length > 0) {
      const put = (): void => usage.forEach((total) => this.totals.add(total, total));
      await this.attempt(
        () => this.database.query(RECORD_USAGE, { usage: JSON.stringify(usage) }),
        put,
      );
    }
  }

  private room(): number {
    return Math.max(0, MOST_WAITING - this.waiting.length);
  }

  private async attempt(work: () => Promise<unknown>, putBack: () => void): Promise<void> {
    try {
      await work();
    } catch (error) {
      putBack();
      new Logger(NoteRequests.name).warn(`Could not record requests of apps: ${String(error)}`);
    }
  }
}

function kindOf({ isProven }: AppRequest, isRefused: boolean): SampledKind {
  if (!isProven) return 'unproven';
  return isRefused ? 'refusals' : 'successes';
}

const rowOf = (
  { facts, request, response, durationMs }: FinishedAppRequest,
  operation: string,
  { code, reason }: RequestRefusal | typeof SUCCESS = SUCCESS,
): NotedRequest => ({
  ...{ client_id: facts.clientId, id: newId(), at: new Date().toISOString() },
  ...{ surface: surfaceOf(request), operation, status: response.statusCode },
  ...{ project_id: facts.projectId, grant_id: facts.grantId, code, reason },
  ...{ request_id: request.id, duration_ms: Math.max(0, durationMs) },
});

const SUCCESS = { code: null, reason: null };

const PROJECT = '/v1/project/:project';

/** Method and route as registered: never the path of the request, which has ids, or its query. */
function operationOf(request: Request): string {
  const route = (request as { route?: { path?: unknown } }).route?.path;
  if (typeof route !== 'string') return `${request.method} (no route)`;
  const path = route.startsWith(PROJECT) ? route.slice(PROJECT.length) : route;
  return `${request.method} ${(path === '' ? '/' : path).replaceAll(/:(\w+)/g, '{$1}')}`;
}

function surfaceOf({ originalUrl }: Request): RequestSurface {
  if (originalUrl.startsWith('/mcp')) return 'mcp';
  return originalUrl.startsWith('/oauth') ? 'token' : 'api';
}
