import { delayAfter, pauseAfter } from '../../../../src/product-api/webhooks/internal/retries.js';
import {
  signatureOf,
  signWebhook,
} from '../../../../src/product-api/webhooks/internal/signed-webhook.js';
import {
  keyOfSecret,
  mintWebhookSecret,
} from '../../../../src/product-api/webhooks/internal/webhook-secrets.js';

const ID = '01960000-0000-7000-8000-000000000001';
const AT = new Date('2026-03-01T10:00:00.500Z');

describe('a webhook', () => {
  it('is signed as the libraries of Standard Webhooks sign', () => {
    // Made by the package standardwebhooks 1.1.1.
    expect(
      signatureOf('whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw', {
        id: 'msg_p5jXN8AQM9LWM0D4loKWxJek',
        timestamp: '1614265330',
        body: '{"test": 2432232314}',
      }),
    ).toBe('v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=');
  });

  it('has a secret of 256 bits', () => {
    expect(mintWebhookSecret()).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    expect(keyOfSecret(mintWebhookSecret())).toHaveLength(32);
  });

  it('says what happened, to what and where, and its members cannot replace that', () => {
    const event = {
      ...{ projectId: ID, eventId: ID, subjectId: ID, type: 'message.status' as const },
      ...{ data: { status: 'delivered', id: 'x', project: 'y' }, occurredAt: AT },
    };
    const { body, headers } = signWebhook(event, ['whsec_AAAA', 'whsec_BBBB'], AT);
    expect(JSON.parse(body)).toEqual({
      type: 'message.status',
      timestamp: AT.toISOString(),
      data: {
        status: 'delivered',
        id: expect.stringMatching(/^sms_/) as string,
        project: expect.stringMatching(/^prj_/) as string,
      },
    });
    expect(headers['webhook-id']).toMatch(/^evt_/);
    expect(headers['webhook-timestamp']).toBe('1772359200');
    expect(headers['webhook-signature']).toMatch(/^v1,\S+ v1,\S+$/);
  });
});

describe('an attempt that failed', () => {
  const total = (random: number): number =>
    Array.from({ length: 9 }, (_, i) => delayAfter(i + 1, random) ?? NaN).reduce((a, b) => a + b);

  it('is followed by nine more within about a day', () => {
    expect(delayAfter(10)).toBeNull();
    expect(total(0.5) / 3_600).toBeCloseTo(23.9, 1);
    expect(total(0) / total(1)).toBeCloseTo(0.8 / 1.2, 2);
  });

  it('keeps others from the receiver for five minutes at most', () => {
    expect([pauseAfter(30), pauseAfter(3_600), pauseAfter(null)]).toEqual([30, 300, 300]);
  });
});
