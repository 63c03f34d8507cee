/** Texts of the pages about secrets. */
export const secretTexts = {
  secret: 'Secret',
  once: 'This is the only time that the secret is shown: only a hash of it is stored. Copy it now to where your app keeps its secrets. If you lose it, make a new one.',
  toApp: 'To the app',
} as const;
