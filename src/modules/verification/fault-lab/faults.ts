/** What an app may meet, and can ask for in a sandbox project, to test what it does then. */
export const FAULTS = [
  'expire-now',
  'replay-refresh',
  'lose-response',
  'revoke',
  'narrow',
  'role-change',
  'rate-limit',
  'slow',
  '500-once',
] as const;
export type Fault = (typeof FAULTS)[number];

/** `api`: a call of the Product API in a project. `token`: a request at the token endpoint. */
export type FaultPlace = 'api' | 'token';

/** Where each can be asked for. */
export const FAULT_PLACES: Readonly<Record<Fault, readonly FaultPlace[]>> = {
  'expire-now': ['api'],
  'replay-refresh': ['token'],
  'lose-response': ['api', 'token'],
  revoke: ['api', 'token'],
  narrow: ['api'],
  'role-change': ['api'],
  'rate-limit': ['api', 'token'],
  slow: ['api', 'token'],
  '500-once': ['api', 'token'],
};

/** The header of the request that asks for one. */
export const FAULT_HEADER = 'Simulate-Fault';
/** The header of the answer, where one was simulated. */
export const SIMULATED_HEADER = 'Fault-Simulated';

/** Of a simulated 429. */
export const RETRY_AFTER_SECONDS = 5;
/** How long a `slow` answer takes. */
export const SLOW_SECONDS = 5;
/** How long a simulated role lasts. */
export const ROLE_SECONDS = 60;
/** How long an app has to do what a good app does. */
export const MINUTES_TO_SURVIVE = 10;
/** So often may an app repeat in vain what is refused. */
export const MOST_REFUSALS = 3;

/** Why an app did not survive. */
export const FAILURES = [
  'too_late',
  'too_early',
  'kept_trying',
  'no_key',
  'other_key',
  'asked_person',
  'did_not_wait',
] as const;
export type FaultFailure = (typeof FAILURES)[number];

const NAME = FAULT_HEADER.toLowerCase();

const isFault = (text: string): text is Fault => (FAULTS as readonly string[]).includes(text);

/** What a request asks for: undefined without the header, null for anything but one known fault. */
export function askedFault(request: {
  readonly headers: NodeJS.Dict<string | string[]>;
  readonly headersDistinct: NodeJS.Dict<string[]>;
}): Fault | null | undefined {
  // Node makes `headersDistinct` when it is first read, which most requests need not pay.
  if (request.headers[NAME] === undefined) return undefined;
  const [fault = '', ...others] = request.headersDistinct[NAME] ?? [];
  return others.length === 0 && isFault(fault) ? fault : null;
}

/** For people: what is wrong with the header at this place, or null. */
export function faultOfHeader(fault: Fault | null, place: FaultPlace): string | null {
  if (fault !== null && FAULT_PLACES[fault].includes(place)) return null;
  const offered = FAULTS.filter((each) => FAULT_PLACES[each].includes(place));
  return `${FAULT_HEADER} is one of these here: ${offered.join(', ')}.`;
}

/** Faults of a call that meet the whole access, with all of its projects. */
export const MEETS_ALL_PROJECTS: readonly Fault[] = ['expire-now', 'revoke'];

export const NOT_OF_ALL_PROJECTS = `This access has projects that are no sandbox projects of the app’s own organisation, and ${MEETS_ALL_PROJECTS.join(' and ')} would end it there, too. Connect the sandbox projects alone.`;

export const NOT_SIMULATED_HERE = `${FAULT_HEADER} works in sandbox projects of the app’s own organisation only, at the token endpoint and for calls in a project.`;
