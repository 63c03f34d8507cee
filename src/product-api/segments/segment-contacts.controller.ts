import { Body, HttpCode, Post, Query } from '@nestjs/common';
import { CurrentPrincipal } from '../access/current-principal.decorator.js';
import { ListResponse, Summary } from '../access/envelope.js';
import { LimitClass } from '../access/limit-class.decorator.js';
import type { Principal } from '../access/principal.js';
import { Problems } from '../access/problems.decorator.js';
import { ProductApi } from '../access/product-api.decorator.js';
import { ListsContacts } from '../access/returns-contacts.decorator.js';
import { RequireScope } from '../access/require-scope.decorator.js';
import { ScrollContactsDto } from '../audience/audience.dto.js';
import { AudienceQueries } from '../audience/audience-queries.service.js';
import { Contact, ScrollMetadata } from '../audience/contact.js';
import { SegmentRules } from '../rules/segment-rules.service.js';
import { SegmentId } from './segment-id.decorator.js';
import { SegmentParameterDto } from './segments.dto.js';

/** Here and not in `audience/`, since segments are to the right of contacts. */
@ProductApi('audience/segment/:uid', 'audience')
export class SegmentContactsController {
  constructor(
    private readonly rules: SegmentRules,
    private readonly queries: AudienceQueries,
  ) {}

  /** `segments:read` as for a rule that names the segment: who lists its contacts learns what it says. */
  @Post('scroll')
  @HttpCode(200)
  @LimitClass('scroll')
  @RequireScope('audience:list', 'segments:read')
  @Problems('data_privacy', 'invalid_filter')
  @Summary('Go through the contacts of a segment')
  @ListsContacts()
  @ListResponse(Contact, ScrollMetadata)
  async scroll(
    @CurrentPrincipal() caller: Principal,
    @SegmentId() id: string,
    @Query() { parameter }: SegmentParameterDto,
    @Body() paging: ScrollContactsDto,
  ) {
    const rule = await this.rules.one(caller, id, parameter);
    const binding = ['segment', id, parameter ?? null];
    return this.queries.scrollThrough(caller, { condition: rule.condition(), binding }, paging);
  }
}
