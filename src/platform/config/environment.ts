import 'reflect-metadata';
import { Transform, Type } from 'class-transformer';
import { ApiSettings, toBoolean } from './api-settings.js';
import {
  IsArray,
  IsBoolean,
  IsEmail,
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  IsUrl,
  Matches,
  Max,
  Min,
  MinLength,
} from '../validation/class-validator.js';

const toList = ({ value }: { value: unknown }): unknown =>
  typeof value === 'string' ? value.split(/[\s,]+/).filter(Boolean) : value;

/** Loopback only: no setting may give access to the network of this server. */
const TEST_ROUTE = /^([a-z0-9.-]+(?::\d+)?)=(127\.0\.0\.\d{1,3}):(\d{1,5})$/;

const POSTGRES_URL = {
  protocols: ['postgres', 'postgresql'],
  require_tld: false,
  require_protocol: true,
  require_host: false,
};

/**
 * Every variable the server reads, with its default, unit and check. `.env.example` documents the same.
 * Injectable: ask for `Environment` in a constructor.
 */
export class Environment extends ApiSettings {
  /** `production` switches demo data off and the strict checks on. */
  @IsIn(['development', 'test', 'production'])
  NODE_ENV: 'development' | 'test' | 'production' = 'development';

  /** TCP port. */
  @Type(() => Number)
  @IsInt()
  @Min(0)
  @Max(65535)
  PORT = 3000;

  /** Address to bind. Default: loopback only while the issuer is loopback and this is not production, else all. */
  @IsString()
  HOST!: string;

  /** The issuer identifier (RFC 8414 §2): scheme, host and port, no path. Default `http://localhost:PORT`. */
  @IsUrl({ require_tld: false, require_protocol: true, protocols: ['http', 'https'] })
  ISSUER_URL!: string;

  /** URL of an external PostgreSQL, 15 or newer. Unset: the embedded one. */
  @IsOptional()
  @IsUrl(POSTGRES_URL)
  DATABASE_URL?: string;

  /**
   * The owner's connection, for migrations. Unset: `DATABASE_URL` migrates and serves, or the owner has migrated
   * before.
   */
  @IsOptional()
  @IsUrl(POSTGRES_URL)
  MIGRATION_DATABASE_URL?: string;

  /** Connections of the pool; the queue's worker uses one permanently. */
  @Type(() => Number)
  @IsInt()
  @Min(5)
  @Max(200)
  DATABASE_POOL_SIZE = 10;

  /** Jobs run at once by a process that serves; 0 leaves them to those of `npm run worker`. */
  @Type(() => Number)
  @IsInt()
  @Min(0)
  @Max(50)
  JOB_CONCURRENCY = 2;

  /** Jobs run at once by a process of `npm run worker`. */
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(50)
  WORKER_CONCURRENCY = 4;

  /** Directory of the embedded database, its key and undelivered mail. */
  @IsString()
  @MinLength(1)
  DATA_DIRECTORY = '.data';

  /**
   * Root key of everything signed here, at least 32 characters. Unset outside production: generated once under
   * DATA_DIRECTORY.
   */
  @IsOptional()
  @IsString()
  @MinLength(32)
  SECRET_KEY?: string;

  /** Fill an empty database with the demo organisations. Never in production. */
  @Transform(toBoolean)
  @IsBoolean()
  SEED_DEMO_DATA!: boolean;

  /** SMTP server for mail, `smtp://user:password@host:port`. Unset: mail becomes files under DATA_DIRECTORY/mail. */
  @IsOptional()
  @IsUrl({ protocols: ['smtp', 'smtps'], require_tld: false, require_protocol: true })
  SMTP_URL?: string;

  /** Sender address of our mail. */
  @IsEmail({ allow_display_name: true, require_tld: false })
  MAIL_FROM = 'Connected apps <no-reply@localhost>';

  /** Addresses or CIDR ranges of proxies whose X-Forwarded-For is trusted, comma-separated. */
  @Transform(toList)
  @IsArray()
  @IsString({ each: true })
  TRUSTED_PROXIES: string[] = [];

  /** Dynamic registrations per hour and address. Default 20, or 600 while the issuer is loopback. */
  @Type(() => Number)
  @IsInt()
  @Min(1)
  REGISTRATIONS_PER_HOUR!: number;

  /** Addresses or CIDR ranges from which an assistant registers for all of its users: 600 an hour, comma-separated. */
  @Transform(toList)
  @IsArray()
  @IsString({ each: true })
  SHARED_EGRESS: string[] = ['160.79.104.0/21'];

  /** Wrong passwords in a row without a delay; after them the next attempt has to wait, longer each time. */
  @Type(() => Number)
  @IsInt()
  @Min(2)
  @Max(100)
  SIGN_IN_FREE_ATTEMPTS = 5;

  /** Minutes for which a reset link is valid. */
  @Type(() => Number)
  @IsInt()
  @Min(15)
  @Max(1440)
  PASSWORD_RESET_MINUTES = 30;

  /**
   * Seconds in which a consumed refresh token returns the same successor again while that is unused: for apps that
   * authenticate, or prove the key that the token is bound to. 0 is off.
   */
  @Type(() => Number)
  @IsInt()
  @Min(0)
  @Max(60)
  REFRESH_REPLAY_WINDOW_SECONDS = 30;

  /** The same for public apps with bearer tokens, where a stolen token is sufficient (OAuth 2.1 §4.3.1). */
  @Type(() => Number)
  @IsInt()
  @Min(0)
  @Max(60)
  PUBLIC_REFRESH_REPLAY_WINDOW_SECONDS = 0;

  /** Messages of automations that a contact gets in a day of their project at most, of all automations together. */
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(100)
  AUTOMATION_MESSAGES_PER_DAY = 3;

  /** DPoP proofs need a nonce of this server (RFC 9449 §8, §9). */
  @Transform(toBoolean)
  @IsBoolean()
  DPOP_NONCE = false;

  /** Web origins that may call `/mcp` beside this server's own, comma-separated: `https://chat.example`. */
  @Transform(toList)
  @IsArray()
  @Matches(/^https?:\/\/[^/\s]+$/, { each: true, message: 'must be like https://chat.example' })
  MCP_ALLOWED_ORIGINS: string[] = [];

  /** `info` has a line for each request. Default `info` in production, else `warn`. */
  @IsIn(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'])
  LOG_LEVEL!: string;

  /**
   * For tests: hosts that are routed to a loopback port instead, `host=127.0.0.1:8443`, comma-separated. Never in
   * production.
   */
  @Transform(toList)
  @IsArray()
  @Matches(TEST_ROUTE, { each: true, message: 'must be like chatgpt.com=127.0.0.1:8443' })
  OUTBOUND_TEST_ROUTES: string[] = [];

  /** For tests: a PEM file with a CA that is trusted for those hosts. Never in production. */
  @IsOptional()
  @IsString()
  OUTBOUND_TEST_CA?: string;

  get isProduction(): boolean {
    return this.NODE_ENV === 'production';
  }

  /** Resource identifier of the Product API (RFC 8707 §2). */
  get apiResource(): string {
    return `${this.ISSUER_URL}/v1`;
  }

  /** Resource identifier of the MCP endpoint. */
  get mcpResource(): string {
    return `${this.ISSUER_URL}/mcp`;
  }

  /** Every resource that access tokens are issued for. */
  get resources(): readonly string[] {
    return [this.apiResource, this.mcpResource];
  }

  /** `OUTBOUND_TEST_ROUTES`, by the host as the URL parser returns it. */
  get outboundTestRoutes(): ReadonlyMap<string, { address: string; port: number }> {
    return new Map(
      this.OUTBOUND_TEST_ROUTES.map((route) => {
        const [, host = '', address = '', port] = TEST_ROUTE.exec(route) ?? [];
        return [host, { address, port: Number(port) }];
      }),
    );
  }

  get issuerIsSecure(): boolean {
    return this.ISSUER_URL.startsWith('https:');
  }

  get issuerIsLoopback(): boolean {
    return ['localhost', '127.0.0.1', '[::1]'].includes(new URL(this.ISSUER_URL).hostname);
  }
}
