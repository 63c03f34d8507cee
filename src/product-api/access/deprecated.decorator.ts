import { applyDecorators, SetMetadata } from '@nestjs/common';
import type { Response } from 'express';
import { documented } from '../../platform/http/documented.js';

interface Deprecation {
  /** A date, `2027-01-31`. */
  readonly since: string;
  /** When the route stops to answer. */
  readonly sunset?: string;
  /** A page that says what to use instead. */
  readonly link?: string;
}

const DEPRECATION = Symbol('deprecation');

/** The route should not be used any more. Every answer says so (RFC 9745, RFC 8594), and OpenAPI. */
export const Deprecated = (deprecation: Deprecation): MethodDecorator =>
  applyDecorators(
    SetMetadata(DEPRECATION, deprecation),
    documented(({ ApiExtension }) => ApiExtension('x-deprecation', deprecation)),
  );

/** Sends the headers of a deprecated handler. */
export function tellDeprecation(response: Response, handler: object): void {
  const deprecation = Reflect.getMetadata(DEPRECATION, handler) as Deprecation | undefined;
  if (!deprecation) return;
  const { since, sunset, link } = deprecation;
  response.setHeader('Deprecation', `@${String(Date.parse(since) / 1_000)}`);
  if (sunset !== undefined) response.setHeader('Sunset', new Date(sunset).toUTCString());
  if (link !== undefined)
    response.setHeader('Link', `<${link}>; rel="deprecation"; type="text/html"`);
}
