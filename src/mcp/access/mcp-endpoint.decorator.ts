import { applyDecorators, UseFilters, UseGuards } from '@nestjs/common';
import { OnSurface } from '../../platform/http/surface.decorator.js';
import { McpErrorFilter } from './mcp-error.filter.js';
import { McpGuard } from './mcp.guard.js';

/** A controller of the MCP surface: a valid token for this resource at every message, errors as JSON-RPC. */
export const McpEndpoint = (path: string): ClassDecorator =>
  applyDecorators(OnSurface('mcp', path), UseGuards(McpGuard), UseFilters(McpErrorFilter));
