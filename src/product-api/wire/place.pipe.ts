import { Injectable, type PipeTransform } from '@nestjs/common';
import { notFound } from '../../kernel/errors/problem-error.js';

/** `@Param('option', PlacePipe) place: number`: from 0. @throws ProblemError 404 for what is no such number */
@Injectable()
export class PlacePipe implements PipeTransform<string, number> {
  transform(text: string): number {
    if (!/^(?:0|[1-9]\d{0,3})$/.test(text)) throw notFound();
    return Number(text);
  }
}
