import { Body, Get, Param, Patch, Post, Query } from '@nestjs/common';
import { CurrentPrincipal } from '../access/current-principal.decorator.js';
import { EntityResponse, found, ListResponse, Summary } from '../access/envelope.js';
import { PlainLists } from '../access/plain-lists.service.js';
import type { Principal } from '../access/principal.js';
import { Problems } from '../access/problems.decorator.js';
import { ProductApi } from '../access/product-api.decorator.js';
import { RequireScope } from '../access/require-scope.decorator.js';
import { TakesDataSourceTokens } from '../access/takes-data-source-tokens.decorator.js';
import { toWire } from '../wire/wire-class.js';
import {
  ChangeDataSourceDto,
  CreatedDataSource,
  CreateDataSourceDto,
  DATA_SOURCE_LIST,
  DataSource,
  DataSourceStats,
  ListDataSourcesDto,
} from './data-sources.dto.js';
import { DataSources } from './data-sources.service.js';
import { DataSourceNumbers } from './internal/data-source-numbers.service.js';

@ProductApi('datasource')
export class DataSourcesController {
  constructor(
    private readonly lists: PlainLists,
    private readonly sources: DataSources,
    private readonly numbers: DataSourceNumbers,
  ) {}

  @Get()
  @RequireScope('datasources:read')
  @Summary('List data sources')
  @ListResponse(DataSource)
  list(@CurrentPrincipal() { projectId }: Principal, @Query() query: ListDataSourcesDto) {
    return this.lists.page(DATA_SOURCE_LIST, projectId, query);
  }

  @Get(':id')
  @TakesDataSourceTokens()
  @RequireScope('datasources:read')
  @Summary('One data source; `dsapi` is the first of the type `api`')
  @EntityResponse(DataSource)
  async get(@CurrentPrincipal() caller: Principal, @Param('id') id: string) {
    return { entity: toWire(DataSource, await this.sources.get(caller, id)), metadata: {} };
  }

  @Post()
  @RequireScope('datasources:write')
  @Problems('conflict')
  @Summary('Create a data source; its first token is shown only now')
  @EntityResponse(CreatedDataSource)
  async create(@CurrentPrincipal() caller: Principal, @Body() body: CreateDataSourceDto) {
    const made = await this.sources.create(caller, body);
    return { entity: toWire(CreatedDataSource, made), metadata: {} };
  }

  @Patch(':id')
  @RequireScope('datasources:write')
  @Summary('Change a data source')
  @EntityResponse(DataSource)
  async change(
    @CurrentPrincipal() caller: Principal,
    @Param('id') id: string,
    @Body() body: ChangeDataSourceDto,
  ) {
    const changed = await this.sources.change(caller, id, body);
    return { entity: toWire(DataSource, changed), metadata: {} };
  }

  @Get(':id/stats')
  @TakesDataSourceTokens()
  @RequireScope('datasources:read')
  @Summary('What a data source brought, now')
  @EntityResponse(DataSourceStats)
  async stats(@CurrentPrincipal() caller: Principal, @Param('id') wireId: string) {
    const { id } = await this.sources.get(caller, wireId);
    const numbers = found((await this.numbers.find(caller.projectId, id)) ?? null);
    return { entity: toWire(DataSourceStats, numbers), metadata: {} };
  }
}
