import { applyDecorators, Controller, UseFilters, UseGuards } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { declareSurface } from '../../platform/http/surface.js';
import { McpErrorFilter } from './mcp-error.filter.js';
import { McpGuard } from './mcp.guard.js';

/** A controller for AI assistants that speak MCP: a live token for this resource at every message, errors as JSON-RPC. */
export const McpEndpoint = (path: string): ClassDecorator =>
  applyDecorators(
    declareSurface('mcp'),
    Controller(path),
    UseGuards(McpGuard),
    UseFilters(McpErrorFilter),
    ApiExcludeController(),
  );
