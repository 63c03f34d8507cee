import { Ours } from '../../targets/ours.mjs';
import { describeCounts, measureCounts } from './counts.mjs';
import { describeIngestion, measureIngestion } from './ingestion.mjs';
import { describeScroll, measureScroll } from './scroll.mjs';
import { stock } from './stock.mjs';

const FEW = 10_000;
const SOME = 200_000;
/** Enough for a deep page. */
const OF_SMOKE = 4_000;

/** Calls of the Product API beside bare SQL that does the same: on the same tables of the same PostgreSQL. */
export const productApi = {
  title: 'Product API beside bare SQL',
  async run(bench) {
    const { options } = bench;
    if (options.smoke) {
      const only = await stock(bench.target('ours'), OF_SMOKE);
      return measure(bench, { few: only, some: only, many: only });
    }
    const stocks = {};
    try {
      for (const [name, contacts] of Object.entries({
        few: FEW,
        some: SOME,
        many: options.contacts,
      })) {
        const target = new Ours(bench, `ours-${name}`);
        stocks[name] = { target };
        await target.prepare(0);
        stocks[name] = await stock(target, contacts);
      }
      return await measure(bench, stocks);
    } finally {
      for (const { target } of Object.values(stocks)) await target.close();
    }
  },
  describe({ ingestion, counts, scroll }) {
    return [
      ['### Ingestion', describeIngestion(ingestion)],
      ['### Counts of segments', describeCounts(counts)],
      ['### Scroll through events', describeScroll(scroll)],
    ]
      .flat()
      .join('\n\n');
  },
};

/** Ingestion last: it changes what is counted. */
async function measure(bench, { few, some, many }) {
  const counts = await measureCounts(bench, [some, many]);
  const scroll = await measureScroll(bench, many);
  return { ingestion: await measureIngestion(bench, few, many), counts, scroll };
}
