import { Body, HttpCode, Param, Patch, Post } from '@nestjs/common';
import { ProblemError } from '../../src/kernel/errors/problem-error.js';
import { CurrentPrincipal } from '../../src/product-api/access/current-principal.decorator.js';
import { found } from '../../src/product-api/access/envelope.js';
import { LimitClass } from '../../src/product-api/access/limit-class.decorator.js';
import type { Principal } from '../../src/product-api/access/principal.js';
import { ProductApi } from '../../src/product-api/access/product-api.decorator.js';
import { TakesWithoutEffect } from '../../src/product-api/access/query.guard.js';
import { RequireScope } from '../../src/product-api/access/require-scope.decorator.js';
import { SendsMessages } from '../../src/product-api/access/sends-messages.decorator.js';
import { Text, Whole } from '../../src/product-api/wire/fields.js';
import { WireIdPipe } from '../../src/product-api/wire/wire-id.pipe.js';
import { Answer } from '../../src/platform/http/answer.js';
import { Database } from '../../src/platform/database/database.js';
import { unprepared } from '../../src/platform/database/statement.js';

const RAISE = unprepared(
  `UPDATE segments SET version = version + :by WHERE project_id = :projectId AND id = :id
   RETURNING version, pg_backend_pid() AS backend`,
  { version: 'integer', backend: 'integer' },
);

const DIVIDE = unprepared('SELECT 1 / :by::int AS quotient', { quotient: 'integer' });

class RaiseDto {
  @Whole({ min: 1, optional: true }) by?: number;
  @Text({ optional: true }) note?: string;
}

/** What a handler may wait for after its effect, and what it did. */
export const probe = {
  /** Of the transaction that the last effect was in. */
  backend: 0,
  isWaiting: false,
  resume: (): void => undefined,

  /** The next handler waits after its effect, until `resume`. */
  hold(): void {
    waitFor = new Promise((resolve) => (this.resume = resolve));
  },
};

let waitFor: Promise<void> | undefined;

/** Routes that raise the version of a segment. */
@ProductApi('probe')
export class IdempotencyProbe {
  constructor(private readonly database: Database) {}

  @Post('raise/:uid')
  @HttpCode(202)
  @TakesWithoutEffect('_sync')
  @RequireScope('segments:read')
  async raise(
    @CurrentPrincipal() caller: Principal,
    @Param('uid', new WireIdPipe('seg')) id: string,
    @Body() { by = 1 }: RaiseDto,
  ): Promise<object> {
    const version = await this.raiseBy(caller, id, by);
    const held = waitFor;
    waitFor = undefined;
    probe.isWaiting = held !== undefined;
    await held;
    probe.isWaiting = false;
    return new Answer(by > 1 ? 200 : 202, { entity: { version }, metadata: {} });
  }

  @Patch('raise/:uid')
  @RequireScope('segments:read')
  async raiseOnceMore(
    @CurrentPrincipal() caller: Principal,
    @Param('uid', new WireIdPipe('seg')) id: string,
  ): Promise<object> {
    return { entity: { version: await this.raiseBy(caller, id, 1) }, metadata: {} };
  }

  /** Two effects, of which the second fails and is handled. */
  @Post('handle/:uid')
  @RequireScope('segments:read')
  async handle(
    @CurrentPrincipal() caller: Principal,
    @Param('uid', new WireIdPipe('seg')) id: string,
  ): Promise<object> {
    const failed = this.database.transaction(async () => {
      await this.raiseBy(caller, id, 100);
      await this.database.query(DIVIDE, { by: 0 });
    });
    await failed.catch(() => undefined);
    return { entity: { version: await this.raiseBy(caller, id, 1) }, metadata: {} };
  }

  @Post('refuse/:uid')
  @RequireScope('segments:read')
  async refuse(
    @CurrentPrincipal() caller: Principal,
    @Param('uid', new WireIdPipe('seg')) id: string,
    @Body() { note }: RaiseDto,
  ): Promise<object> {
    await this.database.transaction(() => this.raiseBy(caller, id, 1));
    throw note === undefined ? new ProblemError('invalid_state', 'Not now.') : new Error(note);
  }

  @Post('send/:uid')
  @HttpCode(200)
  @SendsMessages()
  @RequireScope('segments:read')
  send(): object {
    return { entity: { secret: 'isat_shown_once' }, metadata: {} };
  }

  @Post('look/:uid')
  @HttpCode(200)
  @LimitClass('search')
  @RequireScope('segments:read')
  look(@CurrentPrincipal() caller: Principal, @Param('uid', new WireIdPipe('seg')) id: string) {
    return this.raiseOnceMore(caller, id);
  }

  private async raiseBy({ projectId }: Principal, id: string, by: number): Promise<number> {
    const [row] = await this.database.query(RAISE, { projectId, id, by });
    const { version, backend } = found(row ?? null);
    probe.backend = backend;
    return version;
  }
}
