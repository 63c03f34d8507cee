/** What stops an action on a version, and how to get past it. */
export const versionFaults = {
  fixed:
    'This app is with the reviewers, and what was submitted stays as it is until they answer. Withdraw the submission to change it.',
} as const;
