import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { newId } from '../../kernel/ids.js';
import { Database } from '../../platform/database/database.js';
import { statement } from '../../platform/database/statement.js';

// An organisation's own price applies also where a general one is newer.
const FIND = statement(
  'sms-prices.find',
  `SELECT asked.country, price.price
   FROM unnest(:countries::text[]) AS asked (country) CROSS JOIN LATERAL (
     SELECT p.price FROM sms_prices p
     WHERE p.country = asked.country AND p.valid_from <= now()
       AND (p.organisation_id IS NULL OR p.organisation_id = :organisationId)
     ORDER BY p.organisation_id IS NULL, p.valid_from DESC LIMIT 1
   ) AS price WHERE price.price IS NOT NULL`,
  { country: 'text', price: 'bigint' },
);

const SET = statement(
  'sms-prices.set',
  `INSERT INTO sms_prices (id, organisation_id, country, price)
   VALUES (:id::uuid, :organisationId::uuid, :country, :price::bigint)`,
);

/** Prices of a part of a message, in millionths, by ISO 3166-1 alpha-2. A country that has none is not served. */
export type CountryPrices = ReadonlyMap<string, bigint>;

/** A price that applies from now on. */
export interface NewPrice {
  /** Null: for all organisations that have none of their own. */
  readonly organisationId: string | null;
  readonly country: string;
  /** Null: nothing is sent there any more. */
  readonly price: bigint | null;
}

/** What a part of a message costs. */
@Injectable()
export class Prices {
  constructor(private readonly database: Database) {}

  /** Those of the countries that are served. */
  async of(
    organisationId: string,
    countries: Iterable<string>,
    tx?: EntityManager,
  ): Promise<CountryPrices> {
    const values = { organisationId, countries: [...countries] };
    const rows = await (tx
      ? this.database.queryIn(tx, FIND, values)
      : this.database.query(FIND, values));
    return new Map(rows.map(({ country, price }) => [country, BigInt(price)]));
  }

  async set(tx: EntityManager, { organisationId, country, price }: NewPrice): Promise<void> {
    const values = { id: newId(), organisationId, country };
    await this.database.queryIn(tx, SET, {
      ...values,
      price: price === null ? null : String(price),
    });
  }
}
