import { isMoment } from '../../wire/moment.js';
import type { AttributeValue, Branch, SmsStep, Step } from './definition.js';
import { secondsOf } from './duration.js';
import { readId, readUid } from './read-names.js';
import { allRead, type Reading } from './reading.js';

/** Steps of the whole tree. */
const MOST_STEPS = 20;
const MOST_BRANCHES = 2;
const MINUTE = 60;
const LONGEST_WAIT = 90 * 86_400;
/** Ten parts; what a rendered text comes to is seen when it is sent. */
const LONGEST_TEXT = 1_530;

/** @returns null with faults in `reading` */
export function readSteps(
  reading: Reading,
  value: unknown,
  pointer: string,
): readonly Step[] | null {
  const steps = new StepReader(reading);
  const read = steps.list(value, pointer, { min: 1, depth: 0 });
  if (steps.count <= MOST_STEPS) return read;
  return reading.refuse(pointer, 'steps', `must not have more than ${String(MOST_STEPS)} steps`);
}

class StepReader {
  count = 0;

  constructor(private readonly reading: Reading) {}

  list(
    value: unknown,
    pointer: string,
    { min, depth }: { min: number; depth: number },
  ): readonly Step[] | null {
    return this.reading.list(value, pointer, { min, max: MOST_STEPS }, (item, at) => {
      this.count++;
      return this.step(item, at, depth);
    });
  }

  private step(value: unknown, pointer: string, depth: number): Step | null {
    return this.reading.tagged<Step>(value, pointer, {
      wait: (inner, at) => tag('wait', this.wait(inner, at)),
      send_sms: (inner, at) => tag('send_sms', this.sms(inner, at)),
      branch: (inner, at) => tag('branch', this.branch(inner, at, depth + 1)),
      update_attribute: (inner, at) => tag('update_attribute', this.attribute(inner, at)),
      webhook: (inner, at) => tag('webhook', this.webhook(inner, at)),
      exit: (inner, at) => tag('exit', this.reading.members(inner, at, [])),
    });
  }

  private wait(value: unknown, pointer: string) {
    return this.reading.tagged<{ duration: string } | { until: string }>(value, pointer, {
      duration: (inner, at) => tag('duration', this.duration(inner, at)),
      until: (inner, at) => tag('until', this.moment(inner, at)),
    });
  }

  private duration(value: unknown, pointer: string): string | null {
    const seconds = typeof value === 'string' ? secondsOf(value) : null;
    if (seconds !== null && seconds >= MINUTE && seconds <= LONGEST_WAIT) return value as string;
    const message = 'must be an ISO 8601 duration from one minute to 90 days, PT10M for example';
    return this.reading.refuse(pointer, 'duration', message);
  }

  private moment(value: unknown, pointer: string): string | null {
    if (isMoment(value)) return value as string;
    return this.reading.refuse(pointer, 'isRFC3339', 'must be a time that exists, as in RFC 3339');
  }

  private sms(value: unknown, pointer: string): SmsStep | null {
    const known = ['text', 'senderId', 'allowUnicode'];
    const given = this.reading.members(value, pointer, known, ['text']);
    if (!given) return null;
    const { text, senderId, allowUnicode = false } = given;
    const sender =
      senderId === undefined
        ? undefined
        : readId(this.reading, 'snd', senderId, `${pointer}/senderId`);
    const read = allRead({
      text: this.reading.text(text, `${pointer}/text`, { min: 1, max: LONGEST_TEXT }),
      allowUnicode: this.reading.flag(allowUnicode, `${pointer}/allowUnicode`),
    });
    if (!read || sender === null) return null;
    return { ...read, ...(sender === undefined ? {} : { senderId: sender }) };
  }

  private branch(value: unknown, pointer: string, depth: number): Branch | null {
    if (depth > MOST_BRANCHES) {
      return this.reading.refuse(pointer, 'depth', 'must not be within two other branches');
    }
    const given = this.reading.members(value, pointer, ['rule', 'yes', 'no'], ['rule', 'yes']);
    if (!given) return null;
    return allRead({
      rule: this.reading.object(given['rule'], `${pointer}/rule`),
      yes: this.list(given['yes'], `${pointer}/yes`, { min: 0, depth }),
      no: this.list(given['no'] ?? [], `${pointer}/no`, { min: 0, depth }),
    });
  }

  private webhook(value: unknown, pointer: string) {
    const given = this.reading.members(value, pointer, ['endpointId'], ['endpointId']);
    if (!given) return null;
    return allRead({
      endpointId: readId(this.reading, 'whk', given['endpointId'], `${pointer}/endpointId`),
    });
  }

  private attribute(value: unknown, pointer: string) {
    const given = this.reading.members(value, pointer, ['key', 'value'], ['key', 'value']);
    if (!given) return null;
    const { value: assigned } = given;
    const key = readUid(this.reading, given['key'], `${pointer}/key`);
    if (!isAttributeValue(assigned)) {
      return this.reading.refuse(
        `${pointer}/value`,
        'value',
        'must be a text, number, boolean or null',
      );
    }
    return key === null ? null : { key, value: assigned };
  }
}

const isAttributeValue = (value: unknown): value is AttributeValue =>
  value === null || ['string', 'number', 'boolean'].includes(typeof value);

const tag = <const Name extends string, Value>(
  name: Name,
  value: Value | null,
): { readonly [key in Name]: Value } | null =>
  value === null ? null : ({ [name]: value } as { readonly [key in Name]: Value });
