import { Body, HttpCode, Param, Post } from '@nestjs/common';
import { CurrentPrincipal } from '../access/current-principal.decorator.js';
import { EntityResponse, Summary } from '../access/envelope.js';
import { LimitClass } from '../access/limit-class.decorator.js';
import { LinesBody } from '../access/lines.decorator.js';
import type { Principal } from '../access/principal.js';
import { Problems } from '../access/problems.decorator.js';
import { ProductApi } from '../access/product-api.decorator.js';
import { RequireScope } from '../access/require-scope.decorator.js';
import { TakesDataSourceTokens } from '../access/takes-data-source-tokens.decorator.js';
import { DataSources } from '../data-sources/data-sources.service.js';
import { toWire } from '../wire/wire-class.js';
import { Import } from './imports.dto.js';
import { Imports } from './imports.service.js';

@ProductApi('datasource/:id/import', 'import')
export class SourceImportsController {
  constructor(
    private readonly sources: DataSources,
    private readonly imports: Imports,
  ) {}

  @Post()
  @TakesDataSourceTokens()
  @HttpCode(202)
  @LimitClass('ingest')
  @LinesBody(10_485_760, { _user_id: 'C10001', _phone_mobile: '+34600000101' })
  @RequireScope('contacts:ingest')
  @Problems('conflict')
  @Summary('Import up to 10,000 contacts, a line of JSON each')
  @EntityResponse(Import)
  async create(
    @CurrentPrincipal() caller: Principal,
    @Param('id') wireId: string,
    @Body() rows: string,
  ) {
    const { id } = await this.sources.get(caller, wireId);
    const made = await this.imports.create(caller.projectId, id, rows);
    return { entity: toWire(Import, made), metadata: {} };
  }
}
