import { Get, Header, Param, Req } from '@nestjs/common';
import type { Request, Response } from 'express';
import { notFound } from '../../../kernel/errors/problem-error.js';
import { Environment } from '../../../platform/config/environment.js';
import { RateLimit } from '../../../platform/http/rate-limit/rate-limit.decorator.js';
import { OnSurface } from '../../../platform/http/surface.decorator.js';
import { tagged } from '../../../platform/pages/public-page.decorator.js';
import { ListedApps } from './listed-apps.js';
import { robotsFile, sitemapFile, sitemapIndex, URLS_PER_SITEMAP } from './sitemaps.js';

/** More apps than a million are not in the sitemaps. */
const MOST_SITEMAPS = 20;
const FILE = /^(\d{1,2})\.xml$/;

/** What search engines may list (RFC 9309, sitemaps.org). */
@OnSurface('catalogue', '')
export class CrawlersController {
  constructor(
    private readonly apps: ListedApps,
    private readonly environment: Environment,
  ) {}

  @Get('robots.txt')
  @RateLimit('catalogue')
  @Header('Content-Type', 'text/plain; charset=utf-8')
  robots(@Req() request: Request): string {
    return tagged(responseTo(request), robotsFile(this.environment.ISSUER_URL));
  }

  @Get('sitemap.xml')
  @RateLimit('catalogue')
  @Header('Content-Type', 'application/xml; charset=utf-8')
  async index(@Req() request: Request): Promise<string> {
    const files = Math.ceil((await this.apps.count()) / URLS_PER_SITEMAP);
    const count = Math.min(Math.max(files, 1), MOST_SITEMAPS);
    return tagged(responseTo(request), sitemapIndex(this.environment.ISSUER_URL, count));
  }

  @Get('sitemaps/:file')
  @RateLimit('catalogue')
  @Header('Content-Type', 'application/xml; charset=utf-8')
  async sitemap(@Req() request: Request, @Param('file') file: string): Promise<string> {
    const number = Number(FILE.exec(file)?.[1] ?? 0);
    if (number < 1 || number > MOST_SITEMAPS) throw notFound();
    const apps = await this.apps.slugs(URLS_PER_SITEMAP, (number - 1) * URLS_PER_SITEMAP);
    if (apps.length === 0 && number > 1) throw notFound();
    const body = sitemapFile(this.environment.ISSUER_URL, apps, number === 1);
    return tagged(responseTo(request), body);
  }
}

function responseTo({ res }: Request): Response {
  if (!res) throw new Error('Express gives each request its response.');
  return res;
}
