import { Type } from 'class-transformer';
import { IsInt, Max, Min } from '../validation/class-validator.js';

/** The limits of connections. */
export class ConnectionSettings {
  /**
   * Seconds that a connection may idle between two requests. Must be more than the keep-alive time of the proxy in
   * front.
   */
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(3_600)
  KEEP_ALIVE_SECONDS = 75;

  /** Connections of this process. At the limit, the longest idle one is closed. */
  @Type(() => Number)
  @IsInt()
  @Min(10)
  @Max(100_000)
  MAX_CONNECTIONS = 5_000;

  /** Of one address, an IPv6 /64 being one; those of `TRUSTED_PROXIES` have no such limit. */
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(100_000)
  MAX_CONNECTIONS_PER_ADDRESS = 400;

  /** Of one address that idle for longer than five seconds. */
  @Type(() => Number)
  @IsInt()
  @Min(0)
  @Max(100_000)
  MAX_IDLE_CONNECTIONS_PER_ADDRESS = 200;
}
