import { Module } from '@nestjs/common';
import { AccountsModule } from '../accounts/accounts.module.js';
import { GrantsModule } from '../grants/grants.module.js';
import { ConnectedAppsController } from './internal/connected-apps.controller.js';
import { ConnectedAppsQuery } from './internal/connected-apps.query.js';
import { DisconnectApp } from './internal/disconnect-app.js';

/** The page where people see what they have connected, and end it. */
@Module({
  imports: [AccountsModule, GrantsModule],
  controllers: [ConnectedAppsController],
  providers: [ConnectedAppsQuery, DisconnectApp],
})
export class ConnectedAppsModule {}
