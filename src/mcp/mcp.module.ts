import { Module } from '@nestjs/common';
import { TokensModule } from '../modules/tokens/tokens.module.js';
import { ProjectModule } from '../product-api/project/project.module.js';
import { SegmentsModule } from '../product-api/segments/segments.module.js';
import { McpController } from './mcp.controller.js';
import { ServeMessage } from './serve-message.js';
import { GetProjectTool } from './tools/get-project.tool.js';
import { GetSegmentTool } from './tools/get-segment.tool.js';
import { ListProjectsTool } from './tools/list-projects.tool.js';
import { ListSegmentsTool } from './tools/list-segments.tool.js';
import { ToolBox } from './tools/tool-box.js';

/** Tools for AI assistants, over the same services as the Product API. */
@Module({
  imports: [TokensModule, ProjectModule, SegmentsModule],
  controllers: [McpController],
  providers: [
    ServeMessage,
    ToolBox,
    ListProjectsTool,
    GetProjectTool,
    ListSegmentsTool,
    GetSegmentTool,
  ],
})
export class McpModule {}
