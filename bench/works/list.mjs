import { clientCredentials } from './client-credentials.mjs';
import { code } from './code.mjs';
import { guarded } from './guarded.mjs';
import { introspection } from './introspection.mjs';
import { metadata } from './metadata.mjs';
import { refresh } from './refresh.mjs';
import { registration } from './registration.mjs';
import { userInfo } from './user-info.mjs';

/**
 * What is measured, by name. `request(state)` is the text of the next request of one connection, null if nothing is
 * prepared any more; `accept(state, status, body)` says whether the answer is right, and keeps what the next one needs.
 * A target gives the states: `path`, `host`, `headers`, and what each work names.
 */
export const works = {
  refresh,
  code,
  'client-credentials': clientCredentials,
  registration,
  metadata,
  introspection,
  guarded,
  'user-info': userInfo,
};
