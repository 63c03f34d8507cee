import {
  Injectable,
  SetMetadata,
  type CanActivate,
  type CustomDecorator,
  type ExecutionContext,
} from '@nestjs/common';
import type { Request, Response } from 'express';
import { readForm } from './form-body.js';

const MOST_PARAMETERS = Symbol('most parameters');

/** A person may have as many projects, each with a check box. */
const MANY_BOXES = 1_024;

/** On a handler of a page for signed-in people that has a check box for each of their projects. */
export const TakesManyBoxes = (): CustomDecorator<symbol> =>
  SetMetadata(MOST_PARAMETERS, MANY_BOXES);

/** Reads the form of a request. Must run after `AddressLimitGuard`: its cost grows with the body. */
@Injectable()
export class FormGuard implements CanActivate {
  async canActivate(context: ExecutionContext): Promise<boolean> {
    const http = context.switchToHttp();
    const most = Reflect.getMetadata(MOST_PARAMETERS, context.getHandler()) as number | undefined;
    await readForm(http.getRequest<Request>(), http.getResponse<Response>(), most);
    return true;
  }
}
