import { Get, Query } from '@nestjs/common';
import { CurrentPrincipal } from '../access/current-principal.decorator.js';
import { ListResponse, Summary } from '../access/envelope.js';
import { PlainLists } from '../access/plain-lists.service.js';
import type { Principal } from '../access/principal.js';
import { ProductApi } from '../access/product-api.decorator.js';
import { RequireScope } from '../access/require-scope.decorator.js';
import { ListSandboxDto, SANDBOX_LIST, SandboxMessage } from './sandbox-messages.dto.js';

/** The phones of a project, for tests and demos. It has texts and numbers, so it needs the level that shows them. */
@ProductApi('sandbox')
export class SandboxMessagesController {
  constructor(private readonly lists: PlainLists) {}

  @Get('messages')
  @RequireScope('sms:read', 'audience.basic:read')
  @Summary('What the sandbox carrier was given, kept for a month')
  @ListResponse(SandboxMessage)
  list(@CurrentPrincipal() { projectId }: Principal, @Query() query: ListSandboxDto) {
    return this.lists.page(SANDBOX_LIST, projectId, query);
  }
}
