import { Get } from '@nestjs/common';
import { CurrentCaller } from '../access/current-principal.decorator.js';
import type { Caller } from '../access/principal.js';
import { EntityResponse, Summary } from '../access/envelope.js';
import { Problems } from '../access/problems.decorator.js';
import { ProductApiRoot } from '../access/product-api.decorator.js';
import { AnyScope } from '../access/require-scope.decorator.js';
import { Account, AccountMetadata } from './account.dto.js';
import { describeAccount } from './describe-account.js';

@ProductApiRoot('account')
export class AccountController {
  /** `/v1` and `/v1/`: clients write this one path with a slash, too. */
  @Get('{/}')
  @AnyScope()
  @Problems('insufficient_scope')
  @Summary('Who calls, for whom, and what works where')
  @EntityResponse(Account, AccountMetadata)
  describe(@CurrentCaller() access: Caller) {
    return describeAccount(access);
  }
}
