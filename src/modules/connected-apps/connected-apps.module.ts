import { Module } from '@nestjs/common';
import { AccountsModule } from '../accounts/accounts.module.js';
import { GrantsModule } from '../grants/grants.module.js';
import { ConnectedAppsController } from './internal/connected-apps.controller.js';
import { ConnectedApps } from './internal/connected-apps.service.js';

/** The page where people see and disconnect connected apps. */
@Module({
  imports: [AccountsModule, GrantsModule],
  controllers: [ConnectedAppsController],
  providers: [ConnectedApps],
})
export class ConnectedAppsModule {}
