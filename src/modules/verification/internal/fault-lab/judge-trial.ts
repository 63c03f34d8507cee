import type {
  OpenTrial,
  Seen,
  SeenCall,
  SeenTokens,
  TrialState,
  Verdict,
} from '../../fault-lab/fault-trial.js';
import {
  MOST_REFUSALS,
  RETRY_AFTER_SECONDS,
  type Fault,
  type FaultFailure,
} from '../../fault-lab/faults.js';

type Judge = (trial: OpenTrial, seen: Seen) => Verdict | null;

const become = (trial: OpenTrial, state: TrialState): Verdict => ({
  ...{ state, reason: null, refusals: trial.refusals },
});
const survived = (trial: OpenTrial): Verdict => become(trial, 'survived');
const failed = ({ refusals }: OpenTrial, reason: FaultFailure): Verdict => ({
  ...{ state: 'failed', reason, refusals },
});

/** A request that was in vain: a few are allowed, since an app may not know yet. */
function refusedAgain(trial: OpenTrial): Verdict {
  const refusals = trial.refusals + 1;
  return refusals > MOST_REFUSALS
    ? { ...failed(trial, 'kept_trying'), refusals }
    : { ...become(trial, trial.state), refusals };
}

const isCall = (seen: Seen): seen is SeenCall => seen.place === 'api';
const isOk = ({ status }: SeenCall): boolean => status < 400;
const isNew = ({ issued, grantType }: SeenTokens): boolean =>
  issued && grantType !== 'refresh_token';

const isSame = (a: Buffer | null, b: Buffer | null): boolean =>
  a === null || b === null ? a === b : a.equals(b);

/** A new token, and with it a call that works. */
const renewedAndCalled: Judge = (trial, seen) => {
  if (!isCall(seen)) return seen.issued ? become(trial, 'renewed') : null;
  return trial.state === 'renewed' && isOk(seen) ? survived(trial) : null;
};

/** Access that has ended: refreshing is in vain, and only the person, or an admin for a service, can give it again. */
const askedAgain: Judge = (trial, seen) => {
  if (isCall(seen)) return null;
  if (isNew(seen)) return survived(trial);
  return seen.issued ? null : refusedAgain(trial);
};

/** The same request again; if it changes something, with the same key, or it would happen twice. */
const repeated: Judge = (trial, seen) => {
  if (trial.place !== seen.place) return null;
  if (isCall(seen)) return repeatedCall(trial, seen);
  return seen.issued ? survived(trial) : null;
};

function repeatedCall(trial: OpenTrial, seen: SeenCall): Verdict | null {
  if (!isSame(trial.requestHash, seen.requestHash)) return null;
  if (trial.hasEffect && trial.keyHash === null) return failed(trial, 'no_key');
  if (!isSame(trial.keyHash, seen.keyHash)) return failed(trial, 'other_key');
  return isOk(seen) ? survived(trial) : null;
}

/** Goes on with what still works, and does not repeat what is refused. */
const wentOn: Judge = (trial, seen) => {
  if (!isCall(seen)) return null;
  return isOk(seen) ? survived(trial) : refusedAgain(trial);
};

const wentOnWithoutPerson: Judge = (trial, seen) =>
  !isCall(seen) && isNew(seen) ? failed(trial, 'asked_person') : wentOn(trial, seen);

const waited: Judge = (trial, seen) => {
  if (trial.place !== seen.place) return null;
  if (trial.seconds < RETRY_AFTER_SECONDS) return failed(trial, 'too_early');
  return (isCall(seen) ? isOk(seen) : seen.issued) ? survived(trial) : null;
};

const tookIt: Judge = (trial, seen) => {
  if (trial.place !== seen.place) return null;
  return seen.delivered ? survived(trial) : failed(trial, 'did_not_wait');
};

const JUDGES: Readonly<Record<Fault, Judge>> = {
  'expire-now': renewedAndCalled,
  'replay-refresh': askedAgain,
  'lose-response': repeated,
  revoke: askedAgain,
  narrow: wentOn,
  'role-change': wentOnWithoutPerson,
  'rate-limit': waited,
  slow: tookIt,
  '500-once': repeated,
};

/** Of the same access, or of the same person: after a fault that ends access, it is a new one. */
const concerns = (trial: OpenTrial, seen: Seen): boolean =>
  trial.grantId === seen.grantId || trial.personId === seen.personId;

/** What this says about the trial; null if nothing. */
export const judgeTrial = (trial: OpenTrial, seen: Seen): Verdict | null =>
  concerns(trial, seen) ? JUDGES[trial.fault](trial, seen) : null;
