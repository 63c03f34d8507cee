import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Injectable } from '@nestjs/common';
import { Environment } from '../config/environment.js';
import type { OutgoingMail } from './mail.js';

/** Loaded with the first mail, which many processes never send. */
const loadNodemailer = () => import('nodemailer');

const TIMEOUT_MS = 10_000;

/** Sends mail by SMTP, or writes it to a folder if no server is configured. */
@Injectable()
export class MailTransport {
  private readonly directory: string;
  private readonly domain: string;

  constructor(private readonly environment: Environment) {
    this.directory = join(environment.DATA_DIRECTORY, 'mail');
    this.domain = new URL(environment.ISSUER_URL).hostname;
  }

  async deliver(mail: OutgoingMail): Promise<void> {
    const message = {
      from: this.environment.MAIL_FROM,
      // As a separate value, an address cannot add a second recipient or a header.
      to: { name: '', address: mail.to },
      subject: mail.subject,
      text: mail.text,
      messageId: `<${mail.id}@${this.domain}>`,
    };
    if (this.environment.SMTP_URL === undefined) await this.layDown(mail.id, message);
    else await this.send(this.environment.SMTP_URL, message);
  }

  private async send(url: string, message: object): Promise<void> {
    const timeouts = {
      connectionTimeout: TIMEOUT_MS,
      greetingTimeout: TIMEOUT_MS,
      socketTimeout: TIMEOUT_MS,
    };
    const { createTransport } = await loadNodemailer();
    await createTransport({ url, ...timeouts }).sendMail(message);
  }

  private async layDown(id: string, message: object): Promise<void> {
    const { createTransport } = await loadNodemailer();
    const transport = createTransport({ streamTransport: true, buffer: true });
    const { message: content } = await transport.sendMail(message);
    await mkdir(this.directory, { recursive: true, mode: 0o700 });
    await writeFile(join(this.directory, `${id}.eml`), content as Buffer, { mode: 0o600 });
  }
}
