import { pino, type DestinationStream } from 'pino';

/** Characters that are written at once. */
const AT_ONCE = 64 * 1024;
/** Milliseconds that fewer of them wait. */
const LONGEST_WAIT = 100;
/** Characters that may wait for a reader of standard output who is too slow; lines beyond are lost. */
const MOST_WAITING = 32 * 1024 * 1024;

/**
 * Lines for standard output, which are gathered and written together: a write for each costs more than the line, and
 * pino's own gathering copies what waits with each line. What waits is written when the process exits, and at once with
 * a line of the level `fatal`.
 */
export class SharedWrites implements DestinationStream {
  private readonly output = pino.destination({ sync: false, maxLength: MOST_WAITING });
  private waiting = '';

  constructor() {
    setInterval(() => this.flush(), LONGEST_WAIT).unref();
    // After pino's own listener, which ends what `output` has.
    process.on('exit', () => this.writeRest());
  }

  write(line: string): void {
    this.waiting += line;
    if (this.waiting.length >= AT_ONCE) this.flush();
  }

  /** Called by pino with a line of the level `fatal`. */
  flushSync(): void {
    this.output.flushSync();
    this.writeRest();
  }

  /** Not by `output`, which would begin a write that nobody waits for. */
  private writeRest(): void {
    if (this.waiting !== '') pino.destination({ sync: true }).write(this.take());
  }

  private flush(): void {
    if (this.waiting !== '') this.output.write(this.take());
  }

  private take(): string {
    const lines = this.waiting;
    this.waiting = '';
    return lines;
  }
}
