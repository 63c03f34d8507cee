import { commitmentTo } from '../../../../src/modules/audit/internal/personal-fields.js';

describe('the commitment to the personal data of an event', () => {
  it('stays as it was: stored ones are verified later', () => {
    const fields = { userAgent: 'Bot é "1"', ip: '192.0.2.1', email: 'a@example.com' };
    expect(commitmentTo(Buffer.alloc(32, 7), fields).toString('hex')).toBe(
      'd0d19df3d103bc1972d9f257d56ecbe174da179a2b7cc02611b7e9f5caf973c8',
    );
  });
});
