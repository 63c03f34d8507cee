// The limit's statements behind Nest on Express, as this server is: a guard with metadata, body parsers, no log, no
// validation. PORT and DATABASE_URL are given.
import 'reflect-metadata';
import {
  Body,
  Controller,
  Get,
  Headers,
  HttpException,
  Module,
  Post,
  Req,
  Res,
  SetMetadata,
  UseGuards,
} from '@nestjs/common';
import { NestFactory, Reflector } from '@nestjs/core';
import { decorateMethod } from './decorate.mjs';
import { clientOf, describeServer, PlainOperations, tokenOf } from './plain-operations.mjs';

const { PORT, DATABASE_URL } = process.env;
const operations = new PlainOperations(DATABASE_URL);
const metadata = describeServer(`http://localhost:${PORT}`);

class SegmentGuard {
  constructor(reflector) {
    this.reflector = reflector;
  }

  async canActivate(context) {
    const request = context.switchToHttp().getRequest();
    const { project, segment } = request.params;
    if (this.reflector.get('scope', context.getHandler()) !== 'segments:read') return false;
    const token = tokenOf(request.headers.authorization);
    request.segment = await operations.segment(token, Number(project), Number(segment));
    if (request.segment === null) throw new HttpException({ error: 'invalid_token' }, 401);
    return true;
  }
}
Reflect.defineMetadata('design:paramtypes', [Reflector], SegmentGuard);

class PlainController {
  async token(authorization, body, response) {
    const { status, body: answer } = await operations.token(
      clientOf(authorization),
      new URLSearchParams(body),
    );
    response.status(status);
    return answer;
  }

  async register(body) {
    return (await operations.register(body)).body;
  }

  async introspect(authorization, { token }, response) {
    response.status(200);
    return (await operations.introspect(clientOf(authorization), token)).body;
  }

  metadata() {
    return metadata;
  }

  async userInfo(authorization, response) {
    const { status, body } = await operations.user(tokenOf(authorization));
    response.status(status);
    return body;
  }

  segment(request) {
    return request.segment;
  }
}

const authorization = Headers('authorization');
const response = Res({ passthrough: true });
Controller()(PlainController);
decorateMethod(PlainController, 'token', [Post('token')], [authorization, Body(), response]);
decorateMethod(PlainController, 'register', [Post('register')], [Body()]);
const introspected = [authorization, Body(), response];
decorateMethod(PlainController, 'introspect', [Post('introspect')], introspected);
decorateMethod(PlainController, 'metadata', [Get('.well-known/oauth-authorization-server')]);
decorateMethod(PlainController, 'userInfo', [Get('userinfo')], [authorization, response]);
decorateMethod(
  PlainController,
  'segment',
  [
    Get('project/:project/segment/:segment'),
    UseGuards(SegmentGuard),
    SetMetadata('scope', 'segments:read'),
  ],
  [Req()],
);

class PlainModule {}
Module({ controllers: [PlainController], providers: [SegmentGuard] })(PlainModule);

const app = await NestFactory.create(PlainModule, { logger: ['error'] });
await app.listen(Number(PORT), '127.0.0.1');
