import { toWireId } from '../kernel/ids.js';
import { BootError } from '../platform/config/boot-error.js';
import { fromMoney, toMoney } from '../product-api/wire/money.js';
import { idOf, type AdminCommand } from './admin-command.js';

/** `npm run admin -- add-funds`: what a customer has paid in advance. */
export const addFunds: AdminCommand = {
  name: 'add-funds',
  summary: 'Adds to what an organisation may spend on messages.',
  required: { organisation: 'org_…', amount: '100.00' },
  optional: { note: 'TEXT' },
  async run({ funds, tx }, options) {
    const id = idOf('org', options.get('organisation'));
    const amount = amountOf(options.get('amount'));
    if (amount <= 0n) throw new BootError('--amount is more than nothing.');
    const note = options.find('note') ?? null;
    const available = await funds.topUp(tx, id, amount, note);
    return [`${toWireId('org', id)} may spend ${toMoney(available)}`];
  },
};

/** `npm run admin -- set-price`: without a price nothing is sent to a country. */
export const setPrice: AdminCommand = {
  name: 'set-price',
  summary: 'The price of a part of a message to a country, from now on.',
  required: { country: 'ES', price: '0.045|none' },
  optional: { organisation: 'org_…' },
  notes: { organisation: 'for this customer only, in place of the general price' },
  async run({ prices, tx }, options) {
    const country = options.get('country');
    if (!/^[A-Z]{2}$/.test(country)) throw new BootError('--country is a code like ES.');
    const organisation = options.find('organisation');
    const organisationId = organisation === undefined ? null : idOf('org', organisation);
    const given = options.get('price');
    const price = given === 'none' ? null : amountOf(given);
    if (price !== null && price < 0n) throw new BootError('--price is not negative.');
    await prices.set(tx, { organisationId, country, price });
    return [`${country}: ${given}`];
  },
};

/** `npm run admin -- approve-sender` */
export const approveSender: AdminCommand = {
  name: 'approve-sender',
  summary: 'Lets a project send from a name or number. The first one is its default.',
  required: { sender: 'snd_…' },
  switches: { reject: 'refuses it instead' },
  optional: { reason: 'TEXT' },
  async run({ senders, tx }, options) {
    const status = options.isOn('reject') ? 'rejected' : 'approved';
    const id = idOf('snd', options.get('sender'));
    const { from } = await senders.decide(tx, id, {
      status,
      reason: options.find('reason') ?? null,
    });
    return [`${from} is ${status}`];
  },
};

function amountOf(text: string): bigint {
  const micros = fromMoney(text);
  if (micros === null) throw new BootError(`"${text}" is no amount like 100.00.`);
  return BigInt(micros);
}
