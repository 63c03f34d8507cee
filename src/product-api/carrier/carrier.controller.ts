import { HttpCode, Param, Post, Req, Res } from '@nestjs/common';
import express, { type Request, type Response } from 'express';
import { notFound } from '../../kernel/errors/problem-error.js';
import { OnSurface } from '../../platform/http/surface.decorator.js';
import type { GatewayId } from '../messages/message-kinds.js';
import { CarrierInbox } from './internal/reports/carrier-inbox.js';

/** For hundreds of events. */
const readBytes = express.raw({ type: () => true, limit: '256kb', inflate: false });

/** What carriers tell. Each request is verified by the carrier's adapter; there is no token. */
@OnSurface('carrier', 'v1/carrier')
export class CarrierController {
  constructor(private readonly inbox: CarrierInbox) {}

  @Post('sandbox/dlr')
  @HttpCode(204)
  async sandbox(@Req() request: Request, @Res({ passthrough: true }) response: Response) {
    await this.take('sandbox', request, response, '');
  }

  @Post('instasent/:secret')
  @HttpCode(204)
  async instasent(
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
    @Param('secret') secret: string,
  ) {
    await this.take('instasent', request, response, secret);
  }

  private async take(
    id: GatewayId,
    request: Request,
    response: Response,
    secret: string,
  ): Promise<void> {
    if (!this.inbox.knows(id)) throw notFound();
    const { headers, ip: address = '' } = request;
    const body = await bytesOf(request, response);
    await this.inbox.take(id, { headers, address, secret, body });
  }
}

const bytesOf = (request: Request, response: Response): Promise<Uint8Array> =>
  new Promise((resolve, reject) => {
    readBytes(request, response, (error?: Error) => {
      if (error) reject(error);
      else resolve(Buffer.isBuffer(request.body) ? request.body : new Uint8Array());
    });
  });
