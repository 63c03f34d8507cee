import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AuditModule } from '../audit/audit.module.js';
import { AccountCare } from './account-care.service.js';
import { BrowserSessions } from './browser-sessions.service.js';
import { BrowserSessionEntity } from './internal/browser-session.entity.js';
import { BrowserSessionStore } from './internal/browser-session.store.js';
import { ClearSessionsJob } from './internal/clear-sessions.job.js';
import { CredentialsStore } from './internal/credentials.js';
import { FailedSignInEntity } from './internal/failed-sign-in.entity.js';
import { FailedSignIns } from './internal/failed-sign-ins.js';
import { KnownBrowserEntity } from './internal/known-browser.entity.js';
import { KnownBrowsers } from './internal/known-browsers.js';
import { LandingController } from './internal/landing.controller.js';
import { PasswordHasher } from './internal/password-hasher.js';
import { AccountController } from './internal/passwords/account.controller.js';
import { AskForReset } from './internal/passwords/ask-for-reset.js';
import { ChangePassword } from './internal/passwords/change-password.js';
import { ForgottenController } from './internal/passwords/forgotten.controller.js';
import { PasswordResetEntity } from './internal/passwords/password-reset.entity.js';
import { PasswordResets } from './internal/passwords/password-resets.js';
import { ReplacePassword } from './internal/passwords/replace-password.js';
import { ResetAskedJob } from './internal/passwords/reset-asked.job.js';
import { ResetPassword } from './internal/passwords/reset-password.js';
import { ResetController } from './internal/passwords/reset.controller.js';
import { SecretCookies } from './internal/secret-cookies.js';
import { SessionRotation } from './internal/session-rotation.js';
import { SignInGate } from './internal/sign-in-gate.js';
import { SignInReturnEntity } from './internal/sign-in-return.entity.js';
import { SignInReturns } from './internal/sign-in-returns.js';
import { SignInController } from './internal/sign-in.controller.js';
import { SignInService } from './internal/sign-in.service.js';
import { SignOutController } from './internal/sign-out.controller.js';
import { SignOut } from './internal/sign-out.js';
import { UserEntity } from './internal/user.entity.js';
import { StaffAccounts } from './staff-accounts.service.js';
import { UserProfiles } from './user-profiles.service.js';
import { UsersService } from './users.service.js';

const entities = [
  BrowserSessionEntity,
  FailedSignInEntity,
  KnownBrowserEntity,
  PasswordResetEntity,
  SignInReturnEntity,
  UserEntity,
];

/** People: users, password sign-in and browser sessions. Modules with pages import it for their guards. */
@Module({
  imports: [AuditModule, TypeOrmModule.forFeature(entities)],
  controllers: [
    AccountController,
    ForgottenController,
    LandingController,
    ResetController,
    SignInController,
    SignOutController,
  ],
  providers: [
    AccountCare,
    AskForReset,
    BrowserSessionStore,
    BrowserSessions,
    ChangePassword,
    ClearSessionsJob,
    CredentialsStore,
    FailedSignIns,
    KnownBrowsers,
    PasswordHasher,
    PasswordResets,
    ReplacePassword,
    ResetAskedJob,
    ResetPassword,
    SecretCookies,
    SessionRotation,
    SignInGate,
    SignInReturns,
    SignInService,
    SignOut,
    StaffAccounts,
    UserProfiles,
    UsersService,
  ],
  exports: [AccountCare, BrowserSessions, StaffAccounts, UserProfiles, UsersService],
})
export class AccountsModule {}
