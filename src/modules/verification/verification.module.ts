import { Module } from '@nestjs/common';

/** What an app may ask for: its tier and what follows from it. */
@Module({})
export class VerificationModule {}
