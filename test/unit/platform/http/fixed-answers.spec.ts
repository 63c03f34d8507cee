import 'reflect-metadata';
import { Controller, Get, Header, UseGuards } from '@nestjs/common';
import type { Environment } from '../../../../src/platform/config/environment.js';
import { Draining } from '../../../../src/platform/http/draining.js';
import { FixedAnswer, FixedAnswers } from '../../../../src/platform/http/fixed-answers.js';
import { RateLimit } from '../../../../src/platform/http/rate-limit/rate-limit.decorator.js';
import type { Surface } from '../../../../src/platform/http/surface.js';
import type { RunningRoute, SurfaceCensus } from '../../../../src/platform/http/surface-census.js';
import { RequestLog } from '../../../../src/platform/logging/request-log.js';

@Controller('things')
class Things {
  @FixedAnswer()
  @Get('same')
  @Header('Cache-Control', 'public')
  same(): object {
    return {};
  }

  @FixedAnswer()
  @Get('asked')
  asked(id: string): object {
    return { id };
  }

  @FixedAnswer()
  @Get('guarded')
  @UseGuards(class {})
  guarded(): object {
    return {};
  }

  @FixedAnswer()
  @Get('limited')
  @RateLimit('token')
  limited(): object {
    return {};
  }
}

describe('a fixed answer', () => {
  const start = (method: keyof Things, surface: Surface = 'public') => {
    const { value } = Object.getOwnPropertyDescriptor(Things.prototype, method) ?? {};
    const handler = value as RunningRoute['handler'];
    const route = { surface, name: method, controller: Things, handler, instance: new Things() };
    const census = { routes: () => [route] } as unknown as SurfaceCensus;
    const environment = { issuerIsSecure: false } as Environment;
    const log = new RequestLog('silent', { write: () => undefined });
    return () => new FixedAnswers(census, environment, log, new Draining()).onModuleInit();
  };

  it('is that of a handler without guards, on a surface that serves everybody alike', () => {
    for (const surface of ['public', 'metadata', 'oauth'] as const) {
      expect(start('same', surface)).not.toThrow();
    }
  });

  it('stops the start if anything about the request decides', () => {
    for (const method of ['asked', 'guarded', 'limited'] as const) {
      expect(start(method)).toThrow(method);
    }
    for (const surface of ['page', 'product-api', 'mcp'] as const) {
      expect(start('same', surface)).toThrow('same');
    }
  });
});
