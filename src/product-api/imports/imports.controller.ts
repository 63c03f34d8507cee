import { Get, Header, HttpCode, Param, Post, Query } from '@nestjs/common';
import { CurrentPrincipal } from '../access/current-principal.decorator.js';
import { EntityResponse, ListResponse, Summary } from '../access/envelope.js';
import { LinesResponse } from '../access/lines.decorator.js';
import { PlainLists } from '../access/plain-lists.service.js';
import type { Principal } from '../access/principal.js';
import { Problems } from '../access/problems.decorator.js';
import { ProductApi } from '../access/product-api.decorator.js';
import { RequireScope } from '../access/require-scope.decorator.js';
import { TakesDataSourceTokens } from '../access/takes-data-source-tokens.decorator.js';
import { toWire } from '../wire/wire-class.js';
import { WireIdPipe } from '../wire/wire-id.pipe.js';
import { Import, IMPORT_LIST, ListImportsDto } from './imports.dto.js';
import { Imports } from './imports.service.js';

@ProductApi('import')
export class ImportsController {
  constructor(
    private readonly lists: PlainLists,
    private readonly imports: Imports,
  ) {}

  @Get()
  @RequireScope('contacts:ingest')
  @Summary('List imports')
  @ListResponse(Import)
  list(@CurrentPrincipal() { projectId }: Principal, @Query() query: ListImportsDto) {
    return this.lists.page(IMPORT_LIST, projectId, query);
  }

  @Get(':id')
  @TakesDataSourceTokens()
  @RequireScope('contacts:ingest')
  @Summary('One import, and how far it is')
  @EntityResponse(Import)
  get(@CurrentPrincipal() caller: Principal, @Param('id', new WireIdPipe('imp')) id: string) {
    return this.imports.get(caller, id);
  }

  @Get(':id/errors')
  @TakesDataSourceTokens()
  @Header('Content-Type', 'application/x-ndjson; charset=utf-8')
  @Header('Content-Disposition', 'attachment; filename="errors.ndjson"')
  @RequireScope('contacts:ingest')
  @Summary('The rows that were refused, a line of JSON each')
  @LinesResponse()
  errors(@CurrentPrincipal() caller: Principal, @Param('id', new WireIdPipe('imp')) id: string) {
    return this.imports.errorsOf(caller, id);
  }

  @Post(':id/cancel')
  @TakesDataSourceTokens()
  @HttpCode(200)
  @RequireScope('contacts:ingest')
  @Problems('invalid_state')
  @Summary('Bring in no more rows')
  @EntityResponse(Import)
  async cancel(
    @CurrentPrincipal() caller: Principal,
    @Param('id', new WireIdPipe('imp')) id: string,
  ) {
    return { entity: toWire(Import, await this.imports.cancel(caller, id)), metadata: {} };
  }
}
