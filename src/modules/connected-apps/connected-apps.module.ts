import { Module } from '@nestjs/common';
import { AccountsModule } from '../accounts/accounts.module.js';
import { GrantsModule } from '../grants/grants.module.js';
import { VerificationModule } from '../verification/verification.module.js';
import { ConnectedAppsController } from './internal/connected-apps.controller.js';
import { ConnectedApps } from './internal/connected-apps.service.js';
import { TestingController } from './internal/testing/testing.controller.js';

/** The pages where people see and disconnect connected apps, and agree to test apps under development. */
@Module({
  imports: [AccountsModule, VerificationModule, GrantsModule],
  controllers: [ConnectedAppsController, TestingController],
  providers: [ConnectedApps],
})
export class ConnectedAppsModule {}
