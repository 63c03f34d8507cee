/** Why the process cannot start, said to a person who can mend it: shown as it is, without a stack. */
export class BootError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'BootError';
  }
}
