import { Global, Module } from '@nestjs/common';
import { MailTransport } from './mail-transport.js';
import { Mailer } from './mailer.service.js';
import { SendMailJob } from './send-mail.job.js';

/** Mail, for every module to send. */
@Global()
@Module({ providers: [Mailer, MailTransport, SendMailJob], exports: [Mailer] })
export class MailModule {}
