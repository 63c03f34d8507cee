import { Module } from '@nestjs/common';

/** People: users, password sign-in and browser sessions. */
@Module({})
export class AccountsModule {}
