import {
  Injectable,
  SetMetadata,
  type CanActivate,
  type CustomDecorator,
  type ExecutionContext,
} from '@nestjs/common';
import type { Request, Response } from 'express';
import { hasBody, readForm } from './form-body.js';
import { isUpload, readUpload, uploadField } from './upload.js';

const MOST_PARAMETERS = Symbol('most parameters');

/** A person may have as many projects, each with a check box. */
const MANY_BOXES = 1_024;

/** On a handler of a page for signed-in people that has a check box for each of their projects. */
export const TakesManyBoxes = (): CustomDecorator<symbol> =>
  SetMetadata(MOST_PARAMETERS, MANY_BOXES);

/** Reads the form of a request. Must run after `AddressLimitGuard`: its cost grows with the body. */
@Injectable()
export class FormGuard implements CanActivate {
  canActivate(context: ExecutionContext): true | Promise<true> {
    const http = context.switchToHttp();
    const request = http.getRequest<Request>();
    if (!hasBody(request)) return true;
    const field = uploadField(context.getHandler());
    if (field !== undefined && isUpload(request)) {
      return readUpload(request, http.getResponse<Response>(), field).then(() => true);
    }
    const most = Reflect.getMetadata(MOST_PARAMETERS, context.getHandler()) as number | undefined;
    return readForm(request, http.getResponse<Response>(), most).then(() => true);
  }
}
