import { Delete, Get, HttpCode, Param, Post } from '@nestjs/common';
import type { ListedDataSourceToken } from '../../modules/data-source-tokens/data-source-token.js';
import { CurrentPrincipal } from '../access/current-principal.decorator.js';
import { EntityResponse, ListResponse, Summary } from '../access/envelope.js';
import type { Principal } from '../access/principal.js';
import { Problems } from '../access/problems.decorator.js';
import { ProductApi } from '../access/product-api.decorator.js';
import { RequireScope } from '../access/require-scope.decorator.js';
import { NoMetadata } from '../specs/specs.dto.js';
import { toWire } from '../wire/wire-class.js';
import { WireIdPipe } from '../wire/wire-id.pipe.js';
import { CreatedDataSourceToken, DataSourceToken } from './data-sources.dto.js';
import { DataSources } from './data-sources.service.js';
import { SourceTokens } from './internal/source-tokens.service.js';

/** Tokens that reach one data source: to change one, make a second, use it, and delete the first. */
@ProductApi('datasource/:id/token', 'datasource')
export class SourceTokensController {
  constructor(
    private readonly sources: DataSources,
    private readonly tokens: SourceTokens,
  ) {}

  @Get()
  @RequireScope('datasources:read')
  @Summary('The tokens of a data source')
  @ListResponse(DataSourceToken, NoMetadata)
  async list(@CurrentPrincipal() caller: Principal, @Param('id') wireId: string) {
    const { id } = await this.sources.get(caller, wireId);
    const tokens = await this.tokens.list(caller.projectId, id);
    return { entities: tokens.map((each) => toWire(DataSourceToken, shown(each))), metadata: {} };
  }

  @Post()
  @RequireScope('datasources:write')
  @Problems('conflict', 'forbidden')
  @Summary('Another token of a data source, shown only now')
  @EntityResponse(CreatedDataSourceToken)
  async make(@CurrentPrincipal() caller: Principal, @Param('id') wireId: string) {
    const { id } = await this.sources.get(caller, wireId);
    const made = await this.tokens.make(caller, id);
    return { entity: toWire(CreatedDataSourceToken, shown(made)), metadata: {} };
  }

  @Delete(':tokenId')
  @HttpCode(204)
  @RequireScope('datasources:write')
  @Summary('Delete a token of a data source: it works no more')
  async delete(
    @CurrentPrincipal() caller: Principal,
    @Param('id') wireId: string,
    @Param('tokenId', new WireIdPipe('dst')) tokenId: string,
  ): Promise<void> {
    const { id } = await this.sources.get(caller, wireId);
    await this.tokens.delete(caller, id, tokenId);
  }
}

const shown = <Token extends ListedDataSourceToken>(token: Token) => ({
  ...token,
  maker: token.maker.kind,
});
