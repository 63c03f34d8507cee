import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually } from './eventually.js';

/** The folder that a server without a mail server lays its letters into. */
export class Letters {
  /** For `DATA_DIRECTORY`. */
  readonly directory = mkdtempSync(join(tmpdir(), 'ca-letters-'));

  /** All there are for this address, oldest first, readable. */
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

  /** The newest to this address with these words in it, as soon as there are `count` of them. */
  newest(email: string, words: string, count = 1): Promise<string> {
    return eventually(() => {
      const found = this.to(email).filter((text) => text.includes(words));
      return found.length >= count ? found.at(-1) : undefined;
    });
  }

  /** The path of the link for a new password, from the newest such letter. */
  async resetPath(email: string, count = 1): Promise<string> {
    const letter = await this.newest(email, '/password/reset?token=', count);
    return /\/password\/reset\?token=[\w-]+/.exec(letter)?.[0] ?? '';
  }

  burn(): void {
    rmSync(this.directory, { recursive: true });
  }
}

/** Quoted-printable, undone. */
const decode = (text: string): string =>
  text
    .replaceAll(/=\r?\n/g, '')
    .replaceAll(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));
