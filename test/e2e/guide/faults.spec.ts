import {
  FAULT_PLACES,
  FAULTS,
  MINUTES_TO_SURVIVE,
  RETRY_AFTER_SECONDS,
  ROLE_SECONDS,
  SLOW_SECONDS,
} from '../../../src/modules/verification/fault-lab/faults.js';
import { GUIDE, numberIn, readGuide, tableOf } from '../../support/developer-guide/tables.js';

const PLACES = { api: 'a call', token: 'a token request' } as const;

describe(`the faults of ${GUIDE}`, () => {
  const rows = tableOf(readGuide(), 'Simulate-Fault', 'Sent with');
  const rowOf = (fault: string): string => rows.find(([name]) => name === fault)?.join(' ') ?? '';

  it('are those that there are, where they are', () => {
    const places = (fault: (typeof FAULTS)[number]) =>
      FAULT_PLACES[fault].map((place) => PLACES[place]).join(', ');
    expect(rows.map(([fault, place]) => [fault, place])).toEqual(
      FAULTS.map((fault) => [fault, places(fault)]),
    );
  });

  it('have the numbers of the server', () => {
    expect(rowOf('rate-limit')).toContain(`Retry-After: ${String(RETRY_AFTER_SECONDS)}`);
    expect(rowOf('slow')).toContain(`${String(SLOW_SECONDS)} seconds`);
    expect(rowOf('role-change')).toContain(`${String(ROLE_SECONDS)} seconds`);
    const words = /what it did within (\d+) minutes/.exec(readGuide())?.[0] ?? '';
    expect(numberIn(words)).toBe(MINUTES_TO_SURVIVE);
  });
});
