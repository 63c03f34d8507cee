// This server, with one header more that it knows: `X-Bench-Guards: off` lets a request for a segment,
// GET /v1/project/{project}/segment/{uid}, pass the two guards that authenticate and authorise. All else is the same:
// route, middleware, other guards, pipes, handler, statement, log.
import { fromWireId } from '../../dist/src/kernel/ids.js';
import { AccessTokenGuard } from '../../dist/src/product-api/access/access-token.guard.js';
import { ScopeGuard } from '../../dist/src/product-api/access/scope.guard.js';
import { SegmentsController } from '../../dist/src/product-api/segments/segments.controller.js';

/** What `pass` does for an open request instead of the guard; it must leave what the handler needs. */
function openGuard({ prototype }, pass) {
  const { canActivate } = prototype;
  prototype.canActivate = function (context) {
    const request = context.switchToHttp().getRequest();
    if (!isOpen(context, request)) return canActivate.call(this, context);
    pass(request);
    return true;
  };
}

const isOpen = (context, { headers }) =>
  headers['x-bench-guards'] === 'off' && context.getClass() === SegmentsController;

openGuard(AccessTokenGuard, () => undefined);
openGuard(ScopeGuard, (request) => {
  request.principal = { projectId: fromWireId('prj', request.params.project) };
});
await import('../../dist/src/main.js');
