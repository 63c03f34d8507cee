import { EnvironmentError } from '../platform/config/load-environment.js';
import { describeError } from '../platform/logging/describe-error.js';
import { redactLine } from '../platform/logging/redact.js';
import { BootError } from '../platform/config/boot-error.js';

/** For the operator: a sentence or list if they can fix it, otherwise the stack. */
export function explainFailure(error: unknown): string {
  if (error instanceof BootError || error instanceof EnvironmentError) return error.message;
  const { message, stack } = describeError(error);
  return redactLine(stack ?? message);
}
