import { Logger, type BeforeApplicationShutdown, type OnModuleInit } from '@nestjs/common';

const FLUSH_EVERY_MS = 1_000;

/**
 * Collects what is noted for each id, and writes it every second in one statement, so that noting costs a request no
 * statement; a crash loses a second of it. While the database is unavailable nothing is lost: for each id there is one
 * note at most, which bounds what is collected.
 */
export abstract class NotedActivity<Note extends object>
  implements OnModuleInit, BeforeApplicationShutdown
{
  private noted = new Map<string, Note>();
  private timer: NodeJS.Timeout | undefined;
  private written: Promise<void> = Promise.resolve();

  onModuleInit(): void {
    this.timer = setInterval(() => void this.flush(), FLUSH_EVERY_MS).unref();
  }

  async beforeApplicationShutdown(): Promise<void> {
    clearInterval(this.timer);
    await this.flush();
  }

  /** Writes what was noted, after what is being written: at its end all of it is. Never throws: the timer awaits nothing. */
  flush(): Promise<void> {
    return (this.written = this.written.then(() => this.write()));
  }

  private async write(): Promise<void> {
    const { noted } = this;
    if (noted.size === 0) return;
    this.noted = new Map();
    try {
      await this.record(noted);
    } catch (error) {
      // What was noted meanwhile is newer.
      for (const [id, note] of noted) Object.assign(note, defined(this.noted.get(id)));
      this.noted = new Map([...this.noted, ...noted]);
      new Logger(this.constructor.name).warn(`Could not record activity: ${String(error)}`);
    }
  }

  /** Adds to the note of an id; later values replace earlier ones. */
  protected note(id: string, part: Partial<Note>): void {
    const known = this.noted.get(id);
    if (known) Object.assign(known, part);
    else this.noted.set(id, { ...this.nothing, ...part });
  }

  /** A note without any values. */
  protected abstract readonly nothing: Note;

  protected abstract record(noted: ReadonlyMap<string, Note>): Promise<void>;
}

const defined = (note: object = {}): object =>
  Object.fromEntries(Object.entries(note).filter(([, value]) => value !== null));
