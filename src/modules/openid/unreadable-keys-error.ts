/** The keys in the database were sealed by another server than this one, or by this one with another secret. */
export class UnreadableKeysError extends Error {
  constructor(cause?: unknown) {
    super(
      'The signing keys in the database cannot be opened with this SECRET_KEY. Start with the one they were made ' +
        'with. If it is lost, replace the keys: npm run keys:rotate -- --discard',
      { cause },
    );
    this.name = 'UnreadableKeysError';
  }
}
