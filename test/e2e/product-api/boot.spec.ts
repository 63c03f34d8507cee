import { Controller, Get, Module, type Type } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { Test } from '@nestjs/testing';
import { Environment } from '../../../src/platform/config/environment.js';
import { RateLimit } from '../../../src/platform/http/rate-limit/rate-limit.decorator.js';
import { OnSurface, Public } from '../../../src/platform/http/surface.decorator.js';
import { SurfaceCensus } from '../../../src/platform/http/surface-census.js';
import { IdempotentCalls } from '../../../src/product-api/access/internal/idempotency/idempotent-calls.service.js';
import {
  ProductApi,
  ProductApiRoot,
} from '../../../src/product-api/access/product-api.decorator.js';
import { AnyScope, RequireScope } from '../../../src/product-api/access/require-scope.decorator.js';
import { TakesDataSourceTokens } from '../../../src/product-api/access/takes-data-source-tokens.decorator.js';
import { RouteCensus } from '../../../src/product-api/access/route-census.js';

@ProductApi('note')
class ForgetfulController {
  @Get('open')
  @RequireScope('project:read')
  declared(): string {
    return 'fine';
  }

  @Get()
  forgotten(): string {
    return 'anybody’s';
  }
}

@ProductApi('note')
class CarelessController {
  @Get()
  @AnyScope()
  anyone(): string {
    return 'any app’s, in any project';
  }
}

@ProductApi('note')
class GenerousController {
  @Get()
  @TakesDataSourceTokens()
  @RequireScope('datasources:read', 'audience:read')
  generous(): string {
    return 'more than a data source';
  }
}

@ProductApiRoot('notes')
class HomelessController {
  @Get('note')
  @RequireScope('project:read')
  nowhere(): string {
    return 'in which project?';
  }
}

@OnSurface('product-api', 'v1/note')
class BareController {
  @Get()
  bare(): string {
    return 'past the decorator';
  }
}

@Public('v1/note')
class StrayController {
  @Get('open')
  stray(): string {
    return 'where tokens are asked for';
  }
}

@ProductApi('note')
class UncountedController {
  @Get()
  @RequireScope('project:read')
  @RateLimit('leaked')
  uncounted(): string {
    return 'as often as you like';
  }
}

@Controller('note')
class UndeclaredController {
  @Get()
  bare(): string {
    return 'of no surface';
  }
}

/** Boots the two censuses over one controller, as the real server does over all of them. */
async function boot(controller: Type): Promise<void> {
  @Module({
    imports: [DiscoveryModule],
    controllers: [controller],
    providers: [
      SurfaceCensus,
      RouteCensus,
      { provide: IdempotentCalls, useValue: {} },
      { provide: Environment, useValue: {} },
    ],
  })
  class PlantedModule {}
  const app = (
    await Test.createTestingModule({ imports: [PlantedModule] }).compile()
  ).createNestApplication({ logger: false });
  try {
    await app.init();
  } finally {
    await app.close();
  }
}

describe('the server does not start with a route', () => {
  it.each<[string, Type, RegExp]>([
    [
      'that names no scope',
      ForgetfulController,
      /ForgetfulController\.forgotten declares no scope/,
    ],
    [
      'open to tokens of data sources for more',
      GenerousController,
      /GenerousController\.generous has @Takes/,
    ],
    ['in a project for any scope', CarelessController, /CarelessController\.anyone has @AnyScope/],
    [
      'with a scope in no project',
      HomelessController,
      /HomelessController\.nowhere has @RequireScope/,
    ],
    ['made past the decorator', BareController, /BareController\.bare declares no scope/],
    ['of no surface', UndeclaredController, /UndeclaredController\.bare declares no surface/],
    ['at a path of another surface', StrayController, /stray is of the surface public, and \/v1/],
    ['with a limit that nothing reads', UncountedController, /uncounted has @RateLimit/],
  ])('%s, and says which (E1)', async (_name, controller, message) => {
    await expect(boot(controller)).rejects.toThrow(message);
  });

  it('and names the faulty ones only', async () => {
    await expect(boot(ForgetfulController)).rejects.not.toThrow(/ForgetfulController\.declared/);
  });
});
