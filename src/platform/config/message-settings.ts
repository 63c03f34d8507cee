import { Transform, Type } from 'class-transformer';
import { ConnectionSettings } from './connection-settings.js';
import {
  IsArray,
  IsIn,
  IsInt,
  IsNumber,
  IsOptional,
  IsString,
  IsUrl,
  Matches,
  Max,
  Min,
  MinLength,
} from '../validation/class-validator.js';

const HOURS = /^(?:off|([01]?\d|2[0-4])-([01]?\d|2[0-4]))$/;

/** What the sending of text messages is configured by. */
export class MessageSettings extends ConnectionSettings {
  /** What carries text messages: the built-in simulation, which sends nothing, or Instasent. */
  @IsIn(['sandbox', 'instasent'])
  SMS_GATEWAY: 'sandbox' | 'instasent' = 'sandbox';

  /** Hours of the recipient's day in which no marketing is delivered: `21-8`, or `off`. */
  @Matches(HOURS, { message: 'must be like 21-8, or off' })
  SMS_QUIET_HOURS = '21-8';

  /** Messages per second that one process gives the carrier for one country. */
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(10_000)
  SMS_COUNTRY_RATE = 100;

  /** Seconds until the simulated carrier reports. */
  @Type(() => Number)
  @IsNumber()
  @Min(0)
  @Max(3_600)
  SANDBOX_REPORT_SECONDS = 1;

  /** Where it sends its reports: a server that this process reaches. Default: the issuer. */
  @IsOptional()
  @IsUrl({ require_tld: false, require_protocol: true, protocols: ['http', 'https'] })
  SANDBOX_REPORT_URL?: string;

  /** Token of Instasent's Transactional API. */
  @IsOptional()
  @IsString()
  @MinLength(16)
  INSTASENT_TOKEN?: string;

  @IsUrl({ require_tld: false, require_protocol: true, protocols: ['http', 'https'] })
  INSTASENT_API_URL = 'https://api.instasent.com';

  /** The last part of the address that Instasent sends its reports to, `/v1/carrier/instasent/…`. */
  @IsOptional()
  @Matches(/^[\w-]{32,128}$/, { message: 'must be 32 to 128 letters, digits, - and _' })
  INSTASENT_CALLBACK_SECRET?: string;

  /** Addresses or CIDR ranges that its reports come from, comma-separated; any, if empty. */
  @Transform(({ value }: { value: unknown }) =>
    typeof value === 'string' ? value.split(/[\s,]+/).filter(Boolean) : value,
  )
  @IsArray()
  @IsString({ each: true })
  INSTASENT_SOURCES: string[] = [];

  /** `SMS_QUIET_HOURS`; null if there are none. */
  get quietHours(): { readonly from: number; readonly to: number } | null {
    const [, from, to] = HOURS.exec(this.SMS_QUIET_HOURS) ?? [];
    return from === undefined ? null : { from: Number(from), to: Number(to) };
  }
}
