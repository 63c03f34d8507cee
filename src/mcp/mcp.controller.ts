import { HttpCode, Post, Req, Res } from '@nestjs/common';
import type { Response } from 'express';
import { McpEndpoint } from './access/mcp-endpoint.decorator.js';
import { accessOf, type McpRequest } from './access/mcp-request.js';
import { readMessage } from './access/read-message.js';
import { ServeMessage } from './serve-message.js';

/**
 * The MCP endpoint (streamable HTTP, stateless): one message per POST, one response. GET and DELETE are not supported.
 */
@McpEndpoint('mcp')
export class McpController {
  constructor(private readonly messages: ServeMessage) {}

  /** `/mcp` and `/mcp/`: people type the URL, and clients keep their spelling. */
  @Post('{/}')
  @HttpCode(200)
  async serve(@Req() request: McpRequest, @Res() response: Response): Promise<void> {
    const message = await readMessage(request, response);
    await this.messages.serve(message, accessOf(request), request, response);
  }
}
