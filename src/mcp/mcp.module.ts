import { Module } from '@nestjs/common';
import { GrantsModule } from '../modules/grants/grants.module.js';
import { TokensModule } from '../modules/tokens/tokens.module.js';
import { ProjectModule } from '../product-api/project/project.module.js';
import { McpController } from './mcp.controller.js';
import { ServeMessage } from './serve-message.js';
import { ToolBox, TOOLS } from './tools/tool-box.js';

/** Tools for AI assistants, over the same services as the Product API. */
@Module({
  imports: [GrantsModule, TokensModule, ProjectModule],
  controllers: [McpController],
  providers: [ServeMessage, ToolBox, ...TOOLS],
})
export class McpModule {}
