import { Get } from '@nestjs/common';
import { ProjectProfiles } from '../../modules/projects/project-profiles.service.js';
import { CurrentPrincipal } from '../access/current-principal.decorator.js';
import { EntityResponse, Summary } from '../access/envelope.js';
import type { Principal } from '../access/principal.js';
import { ProductApi } from '../access/product-api.decorator.js';
import { RequireScope } from '../access/require-scope.decorator.js';
import { toWire } from '../wire/wire-class.js';
import { Balance } from './funds.dto.js';
import { Funds } from './funds.service.js';

/** Everything is paid in advance. */
const NO_CREDIT = { credit: '0' } as const;

@ProductApi('account')
export class FundsController {
  constructor(
    private readonly funds: Funds,
    private readonly profiles: ProjectProfiles,
  ) {}

  @Get()
  @RequireScope('account:read')
  @Summary('Plan and balance of the organisation')
  @EntityResponse(Balance)
  async get(@CurrentPrincipal() { projectId }: Principal) {
    const profile = await this.profiles.get(projectId);
    const balance = await this.funds.balanceOf(profile.organisation.id);
    return { entity: toWire(Balance, { ...profile, ...balance, ...NO_CREDIT }), metadata: {} };
  }
}
