// This server with one more route: a segment as GET /v1/project/{project}/segment/{uid} gives it, without the two
// guards that authenticate and authorise. Everything else is the same: middleware, other guards, pipes, handler.
import { Get, Module, Param } from '@nestjs/common';
import { AppModule } from '../../dist/src/app.module.js';
import { AccessTokenGuard } from '../../dist/src/product-api/access/access-token.guard.js';
import { PlainLists } from '../../dist/src/product-api/access/plain-lists.service.js';
import { ProductApi } from '../../dist/src/product-api/access/product-api.decorator.js';
import { RequireScope } from '../../dist/src/product-api/access/require-scope.decorator.js';
import { ScopeGuard } from '../../dist/src/product-api/access/scope.guard.js';
import { SEGMENT_LIST } from '../../dist/src/product-api/segments/segments.dto.js';
import { WireIdPipe } from '../../dist/src/product-api/wire/wire-id.pipe.js';
import { decorateMethod } from './decorate.mjs';

class OpenSegmentsController {
  constructor(lists) {
    this.lists = lists;
  }

  get(projectId, id) {
    return this.lists.get(SEGMENT_LIST, projectId, id);
  }
}
Reflect.defineMetadata('design:paramtypes', [PlainLists], OpenSegmentsController);
ProductApi('open-segment')(OpenSegmentsController);
decorateMethod(
  OpenSegmentsController,
  'get',
  [Get(':uid'), RequireScope('segments:read')],
  [Param('project', new WireIdPipe('prj')), Param('uid', new WireIdPipe('seg'))],
);

class OpenModule {}
Module({ controllers: [OpenSegmentsController] })(OpenModule);

for (const guard of [AccessTokenGuard, ScopeGuard]) {
  const { canActivate } = guard.prototype;
  guard.prototype.canActivate = function (context) {
    return context.getClass() === OpenSegmentsController || canActivate.call(this, context);
  };
}

const composed = AppModule.with;
AppModule.with = (options) => {
  const whole = composed.call(AppModule, options);
  return { ...whole, imports: [...whole.imports, OpenModule] };
};
await import('../../dist/src/main.js');
