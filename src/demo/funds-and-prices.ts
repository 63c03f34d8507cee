import type { INestApplicationContext } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Funds } from '../product-api/funds/funds.service.js';
import { Prices } from '../product-api/messages/prices.service.js';
import type { CreatedProject } from './demo-organisations.js';

/** In millionths. */
const FUNDS = 500_000_000n;

/** Of a part of a message to each country that demo contacts live in, in millionths. */
const PRICES: Readonly<Record<string, bigint>> = {
  ...{ ES: 52_000n, PT: 38_000n, DE: 91_000n, SE: 68_000n, US: 11_000n, CA: 12_000n },
};

/** What sending costs, and what each organisation of a project may spend: enough for a campaign to everybody. */
export async function addFundsAndPrices(
  app: INestApplicationContext,
  tx: EntityManager,
  projects: readonly CreatedProject[],
): Promise<void> {
  const prices = app.get(Prices, { strict: false });
  const funds = app.get(Funds, { strict: false });
  for (const [country, price] of Object.entries(PRICES)) {
    await prices.set(tx, { organisationId: null, country, price });
  }
  for (const organisationId of new Set(projects.map((project) => project.organisationId))) {
    await funds.topUp(tx, organisationId, FUNDS, 'Demo data');
  }
}
