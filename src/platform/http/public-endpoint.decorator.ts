import { applyDecorators, Controller } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { declareSurface } from './surface.js';

/** A controller that anybody may call without credentials: metadata, health, documentation. */
export const Public = (path: string): ClassDecorator =>
  applyDecorators(declareSurface('public'), Controller(path), ApiExcludeController());
