import type { Step } from '../../../../src/product-api/automations/definition/definition.js';
import { secondsOf } from '../../../../src/product-api/automations/definition/duration.js';
import { compile, settle } from '../../../../src/product-api/automations/definition/program.js';

const sms = (text: string): Step => ({ send_sms: { text, allowUnicode: false } });

describe('a program', () => {
  it('has the steps in order, and its messages numbered as they are written', () => {
    const steps: Step[] = [
      { wait: { duration: 'PT10M' } },
      sms('one'),
      { update_attribute: { key: 'tier', value: 'gold' } },
      sms('two'),
    ];
    expect(compile(steps)).toEqual([
      { do: 'wait', seconds: 600 },
      { do: 'send', message: 0, text: 'one', allowUnicode: false },
      { do: 'set', key: 'tier', value: 'gold' },
      { do: 'send', message: 1, text: 'two', allowUnicode: false },
    ]);
  });

  it('lets each side of a branch continue behind both', () => {
    const program = compile([
      { branch: { rule: { r: 1 }, yes: [sms('yes')], no: [sms('no')] } },
      sms('both'),
    ]);
    expect(program.map((instruction) => instruction.do)).toEqual([
      ...['branch', 'send', 'jump', 'send', 'send'],
    ]);
    expect(program[0]).toEqual({ do: 'branch', rule: { r: 1 }, otherwise: 3 });
    expect(settle(program, 2)).toBe(4);
    expect(settle(program, 3)).toBe(3);
  });

  it('lets both sides of empty branches end together, also within each other', () => {
    const empty: Step = { branch: { rule: {}, yes: [], no: [] } };
    const program = compile([{ branch: { rule: {}, yes: [empty], no: [] } }]);
    const otherwise = program.map((each) => (each.do === 'branch' ? each.otherwise : null));
    expect(settle(program, 1)).toBe(1);
    expect(settle(program, 2)).toBe(program.length);
    expect(settle(program, otherwise[1] ?? 0)).toBe(program.length);
    expect(settle(program, otherwise[0] ?? 0)).toBe(program.length);
  });

  it('only ever goes on: no step is reached twice', () => {
    const inner: Step = { branch: { rule: {}, yes: [sms('a')], no: [sms('b')] } };
    const program = compile([{ branch: { rule: {}, yes: [inner], no: [inner] } }, sms('c')]);
    for (const [at, each] of program.entries()) {
      if (each.do === 'jump') expect(each.to).toBeGreaterThan(at);
      if (each.do === 'branch') expect(each.otherwise).toBeGreaterThan(at);
    }
  });
});

describe('a step that tells a webhook', () => {
  it('says where it is in the definition, within branches too', () => {
    const tell: Step = { webhook: { endpointId: 'whk_1' } };
    const program = compile([
      { wait: { duration: 'PT10M' } },
      { branch: { rule: {}, yes: [tell], no: [sms('no'), tell] } },
      tell,
    ]);
    const told = program.flatMap((each) => (each.do === 'tell' ? [each.step] : []));
    expect(told).toEqual(['/steps/1/branch/yes/0', '/steps/1/branch/no/1', '/steps/2']);
  });
});

describe('a duration', () => {
  it.each([
    ['PT1M', 60],
    ['P1D', 86_400],
    ['P2W', 1_209_600],
    ['P1DT2H3M4S', 93_784],
    ['PT0S', 0],
  ])('%s is %i seconds', (text, seconds) => {
    expect(secondsOf(text)).toBe(seconds);
  });

  it.each(['', 'P', 'PT', 'P1DT', 'P1M', 'P1Y', '1D', 'P1.5D', 'p1d', '-P1D', 'P1W2D', ' P1D'])(
    '%j is none',
    (text) => {
      expect(secondsOf(text)).toBeNull();
    },
  );
});
