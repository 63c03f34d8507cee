/** Why the process cannot start, for the operator: shown as it is, without a stack. */
export class BootError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'BootError';
  }
}
