import { readJsonObject, UnfitJson } from '../../../../kernel/untrusted-json.js';
import type { StrictForm } from '../../../../platform/http/strict-form.js';
import { faultOfKeySet } from '../../../clients/portal-app-faults.js';
import { appFormTexts } from './app-form-texts.js';

const MOST_BYTES = 8_192;

/** Removes the keys of an app that had some. */
const NO_KEYS = { jwks: undefined, jwks_uri: undefined } as const;

interface ReadKeys {
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly faults: Readonly<Record<string, string>>;
}

/** The method of authentication and its keys. Keys of other methods are not read. */
export function readKeys(form: StrictForm, method: string | undefined): ReadKeys {
  if (method === undefined) {
    return {
      metadata: NO_KEYS,
      faults: { token_endpoint_auth_method: appFormTexts.faults.method },
    };
  }
  const metadata = { ...NO_KEYS, token_endpoint_auth_method: method };
  if (method !== 'private_key_jwt') return { metadata, faults: {} };
  try {
    const keys = keysIn(form);
    const fault = faultOfKeySet(keys);
    return {
      metadata: { ...metadata, ...keys },
      faults: fault === null ? {} : { jwks_uri: fault },
    };
  } catch (error) {
    if (!(error instanceof UnfitJson)) throw error;
    return { metadata, faults: { jwks: appFormTexts.faults.keySet } };
  }
}

function keysIn(form: StrictForm): Readonly<Record<string, unknown>> {
  const [uri, text] = [form.get('jwks_uri')?.trim(), form.get('jwks')?.trim()];
  return {
    ...(uri && { jwks_uri: uri }),
    ...(text && { jwks: readJsonObject(text, MOST_BYTES) }),
  };
}
