import {
  Injectable,
  Logger,
  type BeforeApplicationShutdown,
  type OnModuleInit,
} from '@nestjs/common';
import { GrantActivity } from '../../modules/grants/grant-activity.service.js';

const FLUSH_EVERY_MS = 5_000;

/**
 * Collects when each grant was last used and writes it every few seconds, so that a guarded read is one statement. A
 * crash loses seconds of it.
 */
@Injectable()
export class LastUse implements OnModuleInit, BeforeApplicationShutdown {
  private readonly logger = new Logger(LastUse.name);
  private uses = new Map<string, Date>();
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly activity: GrantActivity) {}

  onModuleInit(): void {
    this.timer = setInterval(() => void this.flush(), FLUSH_EVERY_MS).unref();
  }

  async beforeApplicationShutdown(): Promise<void> {
    clearInterval(this.timer);
    await this.flush();
  }

  note(grantId: string): void {
    this.uses.set(grantId, new Date());
  }

  /** Writes what was collected. Never throws: no caller awaits it. */
  async flush(): Promise<void> {
    const uses = this.uses;
    if (uses.size === 0) return;
    this.uses = new Map();
    try {
      await this.activity.recordUse(uses);
    } catch (error) {
      // Retried the next time; what was collected meanwhile is newer.
      this.uses = new Map([...uses, ...this.uses]);
      this.logger.warn(`Could not record when grants were last used: ${String(error)}`);
    }
  }
}
