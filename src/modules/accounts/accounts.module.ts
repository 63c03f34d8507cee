import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AuditModule } from '../audit/audit.module.js';
import { BrowserSessions } from './browser-sessions.service.js';
import { BrowserSessionEntity } from './internal/browser-session.entity.js';
import { BrowserSessionStore } from './internal/browser-session.store.js';
import { ClearSessionsJob } from './internal/clear-sessions.job.js';
import { LandingController } from './internal/landing.controller.js';
import { PasswordHasher } from './internal/password-hasher.js';
import { SessionCookie } from './internal/session-cookie.js';
import { SignInController } from './internal/sign-in.controller.js';
import { SignInReturnEntity } from './internal/sign-in-return.entity.js';
import { SignInReturns } from './internal/sign-in-returns.js';
import { SignInService } from './internal/sign-in.service.js';
import { SignOutController } from './internal/sign-out.controller.js';
import { UserEntity } from './internal/user.entity.js';
import { UserProfiles } from './user-profiles.service.js';
import { UsersService } from './users.service.js';

/** People: users, password sign-in and browser sessions. Modules with pages import it for their guards. */
@Module({
  imports: [
    AuditModule,
    TypeOrmModule.forFeature([UserEntity, BrowserSessionEntity, SignInReturnEntity]),
  ],
  controllers: [LandingController, SignInController, SignOutController],
  providers: [
    UsersService,
    UserProfiles,
    BrowserSessions,
    BrowserSessionStore,
    ClearSessionsJob,
    PasswordHasher,
    SessionCookie,
    SignInReturns,
    SignInService,
  ],
  exports: [UsersService, UserProfiles, BrowserSessions],
})
export class AccountsModule {}
