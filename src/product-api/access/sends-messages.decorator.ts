import { applyDecorators, SetMetadata } from '@nestjs/common';
import { LimitClass } from './limit-class.decorator.js';

const SENDS = Symbol('sends messages');

/**
 * The handler makes messages go out: it comes out of the budget `send`, and needs an `Idempotency-Key` where
 * `REQUIRE_IDEMPOTENCY_ON_SEND` is on.
 */
export const SendsMessages = (): MethodDecorator =>
  applyDecorators(SetMetadata(SENDS, true), LimitClass('send'));

export const sendsMessages = (handler: object): boolean => Reflect.hasMetadata(SENDS, handler);
