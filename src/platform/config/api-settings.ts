import { Transform, Type } from 'class-transformer';
import { MessageSettings } from './message-settings.js';
import { IsBoolean, IsInt, IsNumber, Max, Min } from '../validation/class-validator.js';

export const toBoolean = ({ value }: { value: unknown }): unknown =>
  value === 'true' ? true : value === 'false' ? false : value;

/** What limits and conditions calls have. */
export class ApiSettings extends MessageSettings {
  /** Multiplies every rate limit; 0 switches them off (not in production). */
  @Type(() => Number)
  @IsNumber()
  @Min(0)
  @Max(1000)
  RATE_LIMIT_SCALE = 1;

  /** Calls that send messages need an `Idempotency-Key`. Off: integrations that send none work. */
  @Transform(toBoolean)
  @IsBoolean()
  REQUIRE_IDEMPOTENCY_ON_SEND = false;

  /** Recipients above which an app must confirm the estimate of a campaign before it sends it. */
  @Type(() => Number)
  @IsInt()
  @Min(0)
  @Max(10_000_000)
  CONFIRM_ABOVE = 1_000;
}
