/** The keys in the database were encrypted under another SECRET_KEY. */
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
