import { Get, Query } from '@nestjs/common';
import { CurrentPrincipal } from '../access/current-principal.decorator.js';
import { ListResponse, Summary } from '../access/envelope.js';
import type { Principal } from '../access/principal.js';
import { ProductApi } from '../access/product-api.decorator.js';
import { RequireScope } from '../access/require-scope.decorator.js';
import { AuditEntries } from './audit-entries.service.js';
import { AuditEntry, AuditMetadata, ListAuditDto } from './audit.dto.js';

@ProductApi('audit')
export class AuditController {
  constructor(private readonly entries: AuditEntries) {}

  @Get()
  @RequireScope('audit:read')
  @Summary('The audit log of the project, the newest events first; for API tokens only')
  @ListResponse(AuditEntry, AuditMetadata)
  list(@CurrentPrincipal() { projectId }: Principal, @Query() query: ListAuditDto) {
    return this.entries.page(projectId, query);
  }
}
