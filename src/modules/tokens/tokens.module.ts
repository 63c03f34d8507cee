import { Module } from '@nestjs/common';

/** The token and revocation endpoints, and the verification of access tokens. */
@Module({})
export class TokensModule {}
