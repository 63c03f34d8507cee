import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually } from './eventually.js';

/** The folder in which a server without SMTP stores mails. */
export class SentMails {
  /** For `DATA_DIRECTORY`. */
  readonly directory = mkdtempSync(join(tmpdir(), 'ca-mails-'));

  /** All mails to this address, oldest first, decoded. */
  to(email: string): string[] {
    try {
      const folder = join(this.directory, 'mail');
      const texts = readdirSync(folder)
        .sort()
        .map((name) => decode(readFileSync(join(folder, name), 'utf8')));
      return texts.filter((text) => new RegExp(`^To: ${email}\r?$`, 'm').test(text));
    } catch {
      return [];
    }
  }

  /** The newest mail to this address that contains these words, once there are `count` of them. */
  newest(email: string, words: string, count = 1): Promise<string> {
    return eventually(() => {
      const found = this.to(email).filter((text) => text.includes(words));
      return found.length >= count ? found.at(-1) : undefined;
    });
  }

  /** The path of the password reset link, from the newest such mail. */
  async resetPath(email: string, count = 1): Promise<string> {
    const mail = await this.newest(email, '/password/reset?token=', count);
    return /\/password\/reset\?token=[\w-]+/.exec(mail)?.[0] ?? '';
  }

  burn(): void {
    rmSync(this.directory, { recursive: true });
  }
}

/** Decodes quoted-printable. */
const decode = (text: string): string =>
  text
    .replaceAll(/=\r?\n/g, '')
    .replaceAll(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));
