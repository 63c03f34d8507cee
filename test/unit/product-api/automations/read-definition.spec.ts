import { toWireId } from '../../../../src/kernel/ids.js';
import {
  DEFAULT_SETTINGS,
  readDefinition,
  type GivenDefinition,
} from '../../../../src/product-api/automations/definition/read-definition.js';
import { Reading } from '../../../../src/product-api/automations/definition/reading.js';

const UUID = '019a0000-0000-7000-8000-000000000001';
const SENDER = toWireId('snd', UUID);
const SEGMENT = toWireId('seg', UUID);

const SOUND: GivenDefinition = {
  ...{ trigger: { api: {} }, audience: null, cancelEvents: [], settings: {} },
  steps: [{ send_sms: { text: 'Hello' } }],
};

function read(changes: Partial<GivenDefinition>) {
  const reading = new Reading();
  const definition = readDefinition(reading, { ...SOUND, ...changes });
  return { definition, pointers: reading.faults.map(({ pointer }) => pointer) };
}

const steps = (...given: unknown[]) => read({ steps: given });

describe('a definition', () => {
  it('is read with its defaults', () => {
    expect(read({}).definition).toEqual({
      ...{ trigger: { api: {} }, audience: null, cancelEvents: [], settings: DEFAULT_SETTINGS },
      steps: [{ send_sms: { text: 'Hello', allowUnicode: false } }],
    });
  });

  it('has every kind of step', () => {
    const { definition, pointers } = steps(
      { wait: { duration: 'PT10M' } },
      { wait: { until: '2027-01-01T09:00:00Z' } },
      { send_sms: { text: 'Hi', senderId: SENDER, allowUnicode: true } },
      { branch: { rule: { root: 1 }, yes: [{ exit: {} }] } },
      { update_attribute: { key: 'tier', value: 'gold' } },
      { exit: {} },
    );
    expect(pointers).toEqual([]);
    expect(definition?.steps[3]).toEqual({
      branch: { rule: { root: 1 }, yes: [{ exit: {} }], no: [] },
    });
  });

  it.each([
    [{ event: { type: 'purchase', where: [{ param: 'amount', operator: 'gt', values: [5] }] } }],
    [{ segment_entered: { uid: SEGMENT } }],
    [{ attribute_date: { key: '_date_registered', offsetDays: -3, at: '08:30', repeat: 'once' } }],
    [{ subscribed: {} }],
    [{ api: {} }],
  ])('has the trigger %j', (trigger) => {
    expect(read({ trigger }).definition?.trigger).toEqual(trigger);
  });

  it('takes a birthday for yearly, at ten', () => {
    const { definition } = read({ trigger: { attribute_date: { key: 'birthday' } } });
    expect(definition?.trigger).toEqual({
      attribute_date: { key: 'birthday', offsetDays: 0, at: '10:00', repeat: 'yearly' },
    });
  });

  it.each<[Partial<GivenDefinition>, string]>([
    [{ trigger: {} }, '/trigger'],
    [{ trigger: [] }, '/trigger'],
    [{ trigger: { api: {}, subscribed: {} } }, '/trigger'],
    [{ trigger: { api: { more: 1 } } }, '/trigger/api/more'],
    [{ trigger: { weekday: {} } }, '/trigger/weekday'],
    [{ trigger: { event: {} } }, '/trigger/event/type'],
    [{ trigger: { event: { type: 'message.sent' } } }, '/trigger/event/type'],
    [{ trigger: { event: { type: 'x', where: [] } } }, '/trigger/event/where'],
    [{ trigger: { segment_entered: { uid: SENDER } } }, '/trigger/segment_entered/uid'],
    [{ trigger: { attribute_date: { key: 'a', at: '24:00' } } }, '/trigger/attribute_date/at'],
    [{ audience: { segment: 'x' } }, '/audience/segment'],
    [{ audience: { segment: SEGMENT, rule: {} } }, '/audience'],
    [{ cancelEvents: ['a', 'b', 'c', 'd', 'e', 'f'] }, '/cancelEvents'],
    [{ cancelEvents: 'purchase' }, '/cancelEvents'],
    [{ cancelEvents: ['A'] }, '/cancelEvents/0'],
    [{ settings: { minGap: 'P1M' } }, '/settings/minGap'],
    [{ settings: { maxEntriesPerContact: 0 } }, '/settings/maxEntriesPerContact'],
    [{ settings: { quietHours: { start: '21:00' } } }, '/settings/quietHours/end'],
    [{ settings: { quietHours: { start: '21:00', end: '21:00' } } }, '/settings/quietHours'],
    [{ settings: { includeUnsubscribed: true } }, '/settings/includeUnsubscribed'],
    [{ settings: { purpose: 'spam' } }, '/settings/purpose'],
    [{ settings: { speed: 1 } }, '/settings/speed'],
    [{ steps: [] }, '/steps'],
    [{ steps: {} }, '/steps'],
  ])('is refused as %j with a pointer', (changes, pointer) => {
    const { definition, pointers } = read(changes);
    expect(definition).toBeNull();
    expect(pointers[0]).toBe(pointer);
  });

  it.each<[unknown, string]>([
    [null, ''],
    [{ jump: {} }, '/jump'],
    [{ wait: {} }, '/wait'],
    [{ wait: { duration: 'PT59S' } }, '/wait/duration'],
    [{ wait: { duration: 'P91D' } }, '/wait/duration'],
    [{ wait: { until: '2027-02-30T00:00:00Z' } }, '/wait/until'],
    [{ send_sms: {} }, '/send_sms/text'],
    [{ send_sms: { text: '' } }, '/send_sms/text'],
    [{ send_sms: { text: 'x', senderId: 'OLIVAR' } }, '/send_sms/senderId'],
    [{ send_sms: { text: 'x', allowUnicode: 'no' } }, '/send_sms/allowUnicode'],
    [{ branch: { rule: {} } }, '/branch/yes'],
    [{ branch: { rule: {}, yes: [{ exit: 1 }] } }, '/branch/yes/0/exit'],
    [{ update_attribute: { key: 'a', value: {} } }, '/update_attribute/value'],
    [{ update_attribute: { key: 'A b', value: 1 } }, '/update_attribute/key'],
    [{ exit: { now: true } }, '/exit/now'],
  ])('refuses the step %j', (step, pointer) => {
    const at = `/steps/1${pointer}`;
    const { definition, pointers } = steps({ exit: {} }, step);
    expect(definition).toBeNull();
    expect(pointers[0]).toBe(at);
  });

  it('has branches within branches, but no deeper', () => {
    const within = (inner: unknown[]) => [{ branch: { rule: {}, yes: inner } }];
    expect(steps(...within(within([{ exit: {} }]))).pointers).toEqual([]);
    expect(steps(...within(within(within([{ exit: {} }])))).pointers).toEqual([
      '/steps/0/branch/yes/0/branch/yes/0/branch',
    ]);
  });

  it('counts its twenty steps over the whole tree', () => {
    const exits = (count: number) => Array.from({ length: count }, () => ({ exit: {} }));
    const tree = (count: number) => [{ branch: { rule: {}, yes: exits(10), no: exits(count) } }];
    expect(steps(...tree(9)).pointers).toEqual([]);
    expect(steps(...tree(10)).pointers).toEqual(['/steps']);
  });
});
