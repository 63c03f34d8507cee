import { Module } from '@nestjs/common';

/** The authorization endpoint, consent, grants and codes. */
@Module({})
export class AuthorizationModule {}
