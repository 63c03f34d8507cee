import { newId } from '../../../../src/kernel/ids.js';
import { pickOption } from '../../../../src/product-api/campaigns/internal/pick-option.js';

describe('the text that a contact gets', () => {
  const options = [{ weight: 20 }, { weight: 30 }, { weight: 50 }];

  it('is the same each time', () => {
    const [campaign, contact] = [newId(), newId()];
    const first = pickOption(options, campaign, contact);
    expect(pickOption(options, campaign, contact)).toBe(first);
  });

  it('is each of them as often as its weight says', () => {
    const campaign = newId();
    const counts = [0, 0, 0];
    for (let i = 0; i < 20_000; i++) {
      const index = pickOption(options, campaign, `contact ${String(i)}`);
      counts[index] = (counts[index] ?? 0) + 1;
    }
    expect(counts.map((count) => Math.round(count / 1_000))).toEqual([4, 6, 10]);
  });

  it('depends on the campaign, so that the same people are not always in the same group', () => {
    const contacts = Array.from({ length: 100 }, newId);
    const groups = (campaign: string): number[] =>
      contacts.map((contact) => pickOption(options, campaign, contact));
    expect(groups('one')).not.toEqual(groups('two'));
  });

  it('is the only one where there is one', () => {
    expect(pickOption([{ weight: 100 }], newId(), newId())).toBe(0);
  });
});
