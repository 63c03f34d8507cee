import { Get, Headers, Param, Query } from '@nestjs/common';
import { notFound } from '../../../kernel/errors/problem-error.js';
import { Environment } from '../../../platform/config/environment.js';
import { RateLimit } from '../../../platform/http/rate-limit/rate-limit.decorator.js';
import type { Outcome } from '../../../platform/pages/outcome.js';
import { PublicPage } from '../../../platform/pages/public-page.decorator.js';
import { isCategory, isListingLanguage, isSlug } from '../../app-profiles/app-listing.js';
import { appsPage } from './apps.page.js';
import { listedAppPage } from './listed-app.page.js';
import { ListedApps } from './listed-apps.js';
import { LONGEST_SEARCH } from './search-words.js';

/** The marketplace, for everybody. */
@PublicPage('apps')
export class AppsController {
  constructor(
    private readonly apps: ListedApps,
    private readonly environment: Environment,
  ) {}

  @Get()
  @RateLimit('catalogue')
  async list(
    @Headers('accept-language') languages: string | undefined,
    @Query('q') text: unknown,
    @Query('category') category: unknown,
    @Query('after') after: unknown,
  ): Promise<Outcome> {
    const search = {
      text: typeof text === 'string' ? text.slice(0, LONGEST_SEARCH) : '',
      category: isCategory(category) ? category : null,
      after: typeof after === 'string' && isSlug(after) ? after : null,
    };
    const found = await this.apps.search(search);
    const wanted = wantedLanguages(languages);
    return appsPage({ ...found, search, wanted, origin: this.environment.ISSUER_URL });
  }

  @Get(':slug')
  @RateLimit('catalogue')
  async show(
    @Headers('accept-language') languages: string | undefined,
    @Param('slug') slug: string,
    @Query('lang') asked: unknown,
  ): Promise<Outcome> {
    const app = isSlug(slug) ? await this.apps.find(slug) : null;
    if (!app) throw notFound();
    const wanted = wantedLanguages(languages, isListingLanguage(asked) ? asked : undefined);
    return listedAppPage({ app, wanted, origin: this.environment.ISSUER_URL });
  }
}

/** More languages are never meant. */
const MOST_LANGUAGES = 10;

/** The languages of a request, the most wanted first, without regions (RFC 9110 §12.5.4). `asked`: named in the address. */
function wantedLanguages(header: string | undefined, asked?: string): string[] {
  const wanted = (header ?? '')
    .slice(0, 200)
    .split(',', MOST_LANGUAGES)
    .map((part) => {
      const [tag = '', quality = ''] = part.trim().split(/\s*;\s*q=/i);
      const weight = quality === '' ? 1 : Number(quality);
      return { tag: tag.toLowerCase().split('-')[0] ?? '', weight };
    })
    .filter(({ tag, weight }) => tag !== '' && weight > 0)
    .sort((a, b) => b.weight - a.weight)
    .map(({ tag }) => tag);
  return asked === undefined ? wanted : [asked, ...wanted];
}
