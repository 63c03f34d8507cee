import { Module } from '@nestjs/common';
import { AppsController } from './internal/apps.controller.js';
import { ConnectController } from './internal/connect.controller.js';
import { CrawlersController } from './internal/crawlers.controller.js';
import { ListedApps } from './internal/listed-apps.js';

/** The public index of listed apps, a page for each, and the way to connect one. */
@Module({
  controllers: [AppsController, ConnectController, CrawlersController],
  providers: [ListedApps],
})
export class MarketplaceModule {}
