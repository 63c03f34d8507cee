import type { ChoiceFault } from '../../grants/consent-choice.js';

/** What the form held when it has to be shown again, and why. */
export interface FormState {
  readonly fault: ChoiceFault;
  readonly projects: readonly string[];
  readonly scopes: readonly string[];
  readonly access: string | undefined;
}
