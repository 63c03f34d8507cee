import { Module, type DynamicModule } from '@nestjs/common';
import { MetadataModule } from './discovery/discovery.module.js';
import { McpModule } from './mcp/mcp.module.js';
import { AccountsModule } from './modules/accounts/accounts.module.js';
import { DataSourceTokensModule } from './modules/data-source-tokens/data-source-tokens.module.js';
import { ApiTokensModule } from './modules/api-tokens/api-tokens.module.js';
import { AppActivityModule } from './modules/app-activity/app-activity.module.js';
import { AuditModule } from './modules/audit/audit.module.js';
import { AuthorizationModule } from './modules/authorization/authorization.module.js';
import { ConnectedAppsModule } from './modules/connected-apps/connected-apps.module.js';
import { ClientsModule } from './modules/clients/clients.module.js';
import { DeveloperPortalModule } from './modules/developer-portal/developer-portal.module.js';
import { StaffModule } from './modules/staff/staff.module.js';
import { GrantsModule } from './modules/grants/grants.module.js';
import { MarketplaceModule } from './modules/marketplace/marketplace.module.js';
import { OpenidModule } from './modules/openid/openid.module.js';
import { ProjectsModule } from './modules/projects/projects.module.js';
import { ServicesModule } from './modules/services/services.module.js';
import { SuspensionModule } from './modules/staff/suspension.module.js';
import { TokensModule } from './modules/tokens/tokens.module.js';
import { VerificationModule } from './modules/verification/verification.module.js';
import { PlatformModule, type PlatformOptions } from './platform/platform.module.js';
import { ProductApiModule } from './product-api/product-api.module.js';

/** The composition root: the only file that imports every module. Their order is the order of permitted imports. */
@Module({})
export class AppModule {
  static with(options: PlatformOptions): DynamicModule {
    return {
      module: AppModule,
      imports: [
        PlatformModule.with(options),
        AuditModule,
        AccountsModule,
        ProjectsModule,
        ClientsModule,
        VerificationModule,
        GrantsModule,
        AuthorizationModule,
        OpenidModule,
        ApiTokensModule,
        DataSourceTokensModule,
        TokensModule,
        AppActivityModule,
        ServicesModule,
        ConnectedAppsModule,
        DeveloperPortalModule,
        MarketplaceModule,
        StaffModule,
        SuspensionModule,
        MetadataModule,
        ProductApiModule,
        McpModule,
      ],
    };
  }
}
