import { Get, Header, Param, StreamableFile } from '@nestjs/common';
import { notFound } from '../../../../kernel/errors/problem-error.js';
import { Public } from '../../../../platform/http/surface.decorator.js';
import { isOwnLogo } from '../../../clients/own-logo.js';
import { AppLogos } from '../../app-logos.service.js';

const YEAR_SECONDS = 31_536_000;

/** Logos of apps. Each has an address of its own, so that it never changes. */
@Public('assets/logos')
export class LogosController {
  constructor(private readonly logos: AppLogos) {}

  @Get(':file')
  @Header('Cache-Control', `public, max-age=${String(YEAR_SECONDS)}, immutable`)
  async show(@Param('file') file: string): Promise<StreamableFile> {
    const png = isOwnLogo(`/assets/logos/${file}`)
      ? await this.logos.find(file.replace('.png', ''))
      : null;
    if (!png) throw notFound();
    return new StreamableFile(png, { type: 'image/png', length: png.length });
  }
}
