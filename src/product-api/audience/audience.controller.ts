import { Body, Delete, Get, Param, Patch } from '@nestjs/common';
import { CurrentPrincipal } from '../access/current-principal.decorator.js';
import { EntityResponse, ListResponse, Summary } from '../access/envelope.js';
import { LimitClass } from '../access/limit-class.decorator.js';
import type { Principal } from '../access/principal.js';
import { Problems } from '../access/problems.decorator.js';
import { ProductApi } from '../access/product-api.decorator.js';
import { ListsContacts, ReturnsContacts } from '../access/returns-contacts.decorator.js';
import { RequireScope } from '../access/require-scope.decorator.js';
import { WireIdPipe } from '../wire/wire-id.pipe.js';
import { Erasure } from './audience-stream.dto.js';
import { AudienceStream } from './audience-stream.service.js';
import { ChangeContactDto } from './audience.dto.js';
import { AudienceService } from './audience.service.js';
import { ContactEdits } from './contact-edits.service.js';
import { Contact, RedactedMetadata } from './contact.js';

@ProductApi('audience')
export class AudienceController {
  constructor(
    private readonly audience: AudienceService,
    private readonly stream: AudienceStream,
    private readonly edits: ContactEdits,
  ) {}

  @Get(':id')
  @RequireScope('audience:read')
  @Summary('One contact')
  @ReturnsContacts()
  @EntityResponse(Contact, RedactedMetadata)
  get(@CurrentPrincipal() caller: Principal, @Param('id', new WireIdPipe('aud')) id: string) {
    return this.audience.get(caller, id);
  }

  @Patch(':id')
  @RequireScope('audience:write')
  @Problems('conflict')
  @Summary('Change custom attributes of a contact')
  @ReturnsContacts()
  @EntityResponse(Contact, RedactedMetadata)
  change(
    @CurrentPrincipal() caller: Principal,
    @Param('id', new WireIdPipe('aud')) id: string,
    @Body() { attributesData }: ChangeContactDto,
  ) {
    return this.edits.change(caller, id, attributesData);
  }

  @Delete(':id')
  @RequireScope('audience:delete')
  @Summary('Erase a contact and its history for good')
  @EntityResponse(Erasure)
  erase(@CurrentPrincipal() caller: Principal, @Param('id', new WireIdPipe('aud')) id: string) {
    return this.stream.erase(caller, id);
  }

  /** A result confirms a phone number, so the search needs the level that shows numbers. */
  @Get('search/phone/:phone')
  @LimitClass('search')
  @RequireScope('audience:read', 'audience.basic:read')
  @Summary('Up to ten contacts with a phone number')
  @ListsContacts()
  @ListResponse(Contact, RedactedMetadata)
  searchByPhone(@CurrentPrincipal() caller: Principal, @Param('phone') phone: string) {
    return this.audience.searchByPhone(caller, phone);
  }

  @Get('search/email/:email')
  @LimitClass('search')
  @RequireScope('audience:read', 'audience.basic:read')
  @Summary('Up to ten contacts with an email address')
  @ListsContacts()
  @ListResponse(Contact, RedactedMetadata)
  searchByEmail(@CurrentPrincipal() caller: Principal, @Param('email') email: string) {
    return this.audience.searchByEmail(caller, email);
  }

  @Get('user/:uniqueValue')
  @RequireScope('audience:read')
  @Summary('One contact by `_user_id`, or by another unique attribute that the level shows')
  @ReturnsContacts()
  @EntityResponse(Contact, RedactedMetadata)
  getByUniqueValue(
    @CurrentPrincipal() caller: Principal,
    @Param('uniqueValue') uniqueValue: string,
  ) {
    return this.audience.getByUniqueValue(caller, uniqueValue);
  }
}
