import { Module } from '@nestjs/common';

/** The Product API: one line for each of its rooms. */
@Module({})
export class ProductApiModule {}
