import { Get, Header, Query, Res } from '@nestjs/common';
import type { Response } from 'express';
import { Public } from '../http/surface.decorator.js';
import { ICON, STYLESHEET, STYLESHEET_VERSION } from './stylesheet.js';

const DAY_SECONDS = 86_400;

/** The assets of pages: stylesheet and icon, no script. */
@Public('assets')
export class AssetsController {
  @Get('style.css')
  @Header('Content-Type', 'text/css; charset=utf-8')
  style(@Query('v') version: unknown, @Res({ passthrough: true }) response: Response): string {
    const exact = version === STYLESHEET_VERSION;
    response.setHeader(
      'Cache-Control',
      exact ? `public, max-age=${365 * DAY_SECONDS}, immutable` : 'public, max-age=60',
    );
    return STYLESHEET;
  }

  @Get('icon.svg')
  @Header('Content-Type', 'image/svg+xml')
  @Header('Cache-Control', `public, max-age=${DAY_SECONDS}`)
  icon(): string {
    return ICON;
  }
}
