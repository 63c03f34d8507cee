import { applyDecorators } from '@nestjs/common';
import { IsString, MaxLength } from 'class-validator';

/** A text of so many characters at most. Like `WholeNumber`, it says first that something is no text at all. */
export const TextUpTo = (length: number): PropertyDecorator =>
  applyDecorators(IsString(), MaxLength(length));
