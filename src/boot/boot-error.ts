/** Something a person can mend before the next start; shown as one sentence, without a stack. */
export class BootError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'BootError';
  }
}
